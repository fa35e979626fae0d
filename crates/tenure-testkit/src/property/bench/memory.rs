//! What the examples that were looked at last come to: most properties begin with one and the same, and ask it the same
//! questions.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json};
use tenure_columns::{Cell, Frame, Value};
use tenure_core::decision::Decision;
use tenure_core::engine::PreparedTenant;
use tenure_model::Account;
use tenure_rules::SignalId;

use crate::property::example::Example;

/// So many examples are remembered: the one that properties begin with, and what two of them make of it.
const MOST_EXAMPLES: usize = 8;
/// So many tenants: few examples change theirs.
const MOST_TENANTS: usize = 3;

/// What each signal that anything reads comes to.
pub(in crate::property) type Seen = BTreeMap<SignalId, Vec<Cell<Value>>>;

/// An example, and what it comes to as far as that was asked for; `None` in it where its records cannot be read.
pub(super) struct Looked {
    example: Example,
    /// Its records.
    pub(super) read: OnceCell<Option<Records>>,
    /// What is decided.
    pub(super) decision: OnceCell<Option<Decision>>,
    /// The signals of the account.
    pub(super) signals: OnceCell<Option<Frame>>,
    /// What anything reads, of the account and of its records.
    pub(super) seen: OnceCell<Option<Seen>>,
}

impl Looked {
    pub(super) fn as_of(&self) -> NaiveDate {
        self.example.as_of
    }
}

/// An account and its tenant, as they are decided.
pub(super) struct Records {
    pub(super) account: Account,
    pub(super) tenant: Rc<PreparedTenant>,
}

/// A tenant as JSON, and read; `None` where the model refuses it.
type Tenant = (Map<String, Json>, Option<Rc<PreparedTenant>>);

/// The examples that were looked at last, the latest at the end.
#[derive(Default)]
pub(super) struct Memory {
    examples: RefCell<VecDeque<Rc<Looked>>>,
    tenants: RefCell<VecDeque<Tenant>>,
}

impl Memory {
    /// What is known of an example.
    pub(super) fn of(&self, example: &Example) -> Rc<Looked> {
        let mut examples = self.examples.borrow_mut();
        let place = examples.iter().rposition(|one| one.example == *example);
        let looked = place.and_then(|place| examples.remove(place));
        let looked = looked.unwrap_or_else(|| {
            Rc::new(Looked {
                example: example.clone(),
                read: OnceCell::new(),
                decision: OnceCell::new(),
                signals: OnceCell::new(),
                seen: OnceCell::new(),
            })
        });
        examples.push_back(Rc::clone(&looked));
        if examples.len() > MOST_EXAMPLES {
            examples.pop_front();
        }
        looked
    }

    /// The records of an example; `None` where the model refuses them.
    pub(super) fn read<'l>(&self, looked: &'l Looked) -> Option<&'l Records> {
        let read = looked.read.get_or_init(|| {
            let account = looked.example.read_account()?;
            let tenant = self.tenant(&looked.example)?;
            Some(Records { account, tenant })
        });
        read.as_ref()
    }

    fn tenant(&self, example: &Example) -> Option<Rc<PreparedTenant>> {
        let mut tenants = self.tenants.borrow_mut();
        let known = tenants.iter().find(|(json, _)| *json == example.tenant);
        if let Some((_, tenant)) = known {
            return tenant.clone();
        }
        let read = example.read_tenant();
        let made = read.and_then(|tenant| PreparedTenant::new(tenant).ok().map(Rc::new));
        tenants.push_back((example.tenant.clone(), made.clone()));
        if tenants.len() > MOST_TENANTS {
            tenants.pop_front();
        }
        made
    }
}
