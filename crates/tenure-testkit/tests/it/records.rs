//! Generated records through the reader and back.

use proptest::prelude::*;
use tenure_model::{Limits, read_account, read_tenant};
use tenure_testkit::{Source, generate, strategies};

#[test]
fn most_generated_accounts_are_accepted() {
    let mut accepted = 0;
    for seed in 0..1_000 {
        let records = generate::records(&mut Source::seeded(seed), 1);
        let text = serde_json::to_string(&records.accounts[0]).unwrap();
        accepted += u32::from(read_account(&text, &Limits::default()).is_ok());
    }
    assert!(accepted > 900, "only {accepted} of 1000");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_is_written_and_read_again(records in strategies::records(1)) {
        let tenant = serde_json::to_string(&records.tenant).unwrap();
        prop_assert_eq!(&read_tenant(&tenant, &Limits::default()).unwrap().value, &records.tenant);
        let account = serde_json::to_string(&records.accounts[0]).unwrap();
        if let Ok(read) = read_account(&account, &Limits::default()) {
            prop_assert_eq!(&read.value, &records.accounts[0]);
        }
    }
}
