//! The schema that editors use.

use tenure_rules::rulebook_schema;

#[test]
fn every_reference_is_defined() {
    let schema = rulebook_schema();
    let text = schema.to_string();
    for part in text.split("\"$ref\":\"#/$defs/").skip(1) {
        let name = part.split('"').next().expect("a name");
        assert!(schema["$defs"][name].is_object(), "{name}");
    }
    assert!(text.contains("$ref"));
}
