//! Generated expressions through rhai, the reference and the engine.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tenure_columns::{Cell, Value};
use tenure_model::{Account, CustomValue, Id, Scalar, Tenant};
use tenure_rules::expr::{Expr, ExprKind};
use tenure_rules::{Scope, SignalType};

use super::{Oracle, Verdict};
use crate::differ::{Difference, Pair};
use crate::fault::Fault;
use crate::generate::{self, CUSTOM, Records, Vocabulary, custom_rulebook};
use crate::reference::Reference;
use crate::source::Source;
use crate::tally::{Outcome, Tally};

/// What a comparison with rhai went through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Expressions to which rhai gave a value.
    pub values: u64,
    /// Expressions in which rhai met an arithmetic error.
    pub errors: u64,
    /// Of those, the ones to which three-valued logic gives a value all the same.
    pub decided_despite_errors: u64,
    /// What operators and functions came to in the reference.
    pub operators: Tally,
}

impl Agreement {
    /// Takes in what another comparison went through.
    pub fn merge(&mut self, other: &Self) {
        self.values += other.values;
        self.errors += other.errors;
        self.decided_despite_errors += other.decided_despite_errors;
        self.operators.merge(&other.operators);
    }
}

/// One text with what rhai says of it.
struct Question {
    text: String,
    verdict: Verdict,
}

/// Generates so many expressions over known values, and compares what rhai, the reference and the engine say of them.
///
/// # Errors
/// The first expression on which they differ, with the values.
pub fn compare_with_rhai(
    source: &mut Source<'_>,
    oracle: &Oracle,
    count: usize,
    fault: Fault,
) -> Result<Agreement, Box<Difference>> {
    let account = Account {
        id: Id::from("known"),
        custom: Some(known_values(source)),
        ..Account::default()
    };
    let questions = questions(source, oracle, &account, count);
    let exam = Exam {
        pair: Pair::new(&rulebook(&questions))?,
        records: Records {
            tenant: Tenant::default(),
            accounts: vec![account],
            as_of: NaiveDate::default(),
        },
        questions,
    };
    let agreement = exam.of_reference(fault)?;
    exam.of_engine()?;
    Ok(agreement)
}

/// A value of its own type for every custom signal.
fn known_values(source: &mut Source<'_>) -> BTreeMap<String, CustomValue> {
    CUSTOM
        .iter()
        .map(|custom| {
            let value = match (generate::scalar(source, custom.ty), custom.ty) {
                // An int in a float's place is a float here, and would be an int in rhai.
                (Scalar::Int(value), SignalType::Float) => Scalar::Float(value as f64),
                (value, _) => value,
            };
            (custom.name.to_owned(), CustomValue::Plain(value))
        })
        .collect()
}

fn questions(
    source: &mut Source<'_>,
    oracle: &Oracle,
    account: &Account,
    count: usize,
) -> Vec<Question> {
    let vocabulary = Vocabulary::custom();
    let none = BTreeMap::new();
    let values = account.custom.as_ref().unwrap_or(&none);
    let types = [
        SignalType::Bool,
        SignalType::Bool,
        SignalType::Int,
        SignalType::Float,
        SignalType::Text,
    ];
    (0..count)
        .map(|number| {
            let ty = types
                .get(number % types.len())
                .copied()
                .unwrap_or(SignalType::Bool);
            let text = generate::expression(source, &vocabulary, Scope::Account, ty);
            let verdict = oracle.eval(&text, values);
            Question { text, verdict }
        })
        .collect()
}

/// Each text as a derived name, and as a rule that gives a point where rhai's value is right.
fn rulebook(questions: &[Question]) -> String {
    let mut text = custom_rulebook();
    for (number, question) in questions.iter().enumerate() {
        let condition = match &question.verdict {
            Verdict::Value(Value::Bool(true)) => question.text.clone(),
            Verdict::Value(Value::Bool(false)) => format!("!({})", question.text),
            Verdict::Value(value) => format!("({}) == {}", question.text, literal(value)),
            Verdict::Error(_) | Verdict::Refused(_) => {
                format!("is_known({})", question.text)
            }
        };
        text.push_str(&format!(
            "\n[[derive]]\nname = \"question_{number}\"\nvalue = '{}'\n\
             \n[[rule]]\nid = \"question-{number}\"\nwhen = '{condition}'\npoints = 1\n\
             reason = {{ en = \"because\", ko = \"때문에\" }}\n",
            question.text
        ));
    }
    text
}

/// A value as a text of the language.
fn literal(value: &Value) -> String {
    match value {
        Value::Int(i64::MIN) => format!("(-{} - 1)", i64::MAX),
        Value::Int(value) => format!("({value})"),
        Value::Float(value) => format!("({})", generate::float_text(*value)),
        Value::Bool(value) => value.to_string(),
        Value::Text(value) => format!("\"{value}\""),
    }
}

struct Exam {
    pair: Pair,
    records: Records,
    questions: Vec<Question>,
}

impl Exam {
    /// What the reference says of each text beside what rhai says.
    fn of_reference(&self, fault: Fault) -> Result<Agreement, Box<Difference>> {
        let rulebook = self.pair.engine().rulebook();
        let mut agreement = Agreement::default();
        for (question, derive) in self.questions.iter().zip(&rulebook.derives) {
            let reference = Reference::new(rulebook, &self.records.tenant, self.records.as_of)
                .with_fault(fault);
            for account in &self.records.accounts {
                let (answer, cause) = reference.eval(account, &derive.value);
                let erred = reference.tally().total(Outcome::Error) > 0;
                let agrees = match (&question.verdict, &answer) {
                    (Verdict::Value(wanted), Cell::Known(value)) => {
                        agreement.values += 1;
                        equal(wanted, value)
                    }
                    (Verdict::Error(_), Cell::Unknown) => {
                        agreement.errors += 1;
                        cause.is_some()
                    }
                    (Verdict::Error(_), Cell::Known(_)) => {
                        agreement.errors += 1;
                        agreement.decided_despite_errors += 1;
                        erred && !needs_everything(&derive.value)
                    }
                    _ => false,
                };
                if !agrees {
                    return Err(self.differs(question, &format!("{answer:?} ({cause:?})")));
                }
            }
            agreement.operators.merge(&reference.tally());
        }
        Ok(agreement)
    }

    /// What the engine says of each text: the rules made of them.
    fn of_engine(&self) -> Result<(), Box<Difference>> {
        self.pair.compare(&self.records, Fault::None)?;
        for decision in self.pair.decide(&self.records)? {
            let fired: BTreeSet<&str> = decision
                .contributions
                .iter()
                .map(|given| given.rule.as_str())
                .collect();
            for (number, question) in self.questions.iter().enumerate() {
                let has_value = matches!(question.verdict, Verdict::Value(_));
                if has_value && !fired.contains(format!("question-{number}").as_str()) {
                    return Err(self.differs(question, "the engine says otherwise"));
                }
            }
        }
        Ok(())
    }

    fn differs(&self, question: &Question, ours: &str) -> Box<Difference> {
        Box::new(Difference {
            what: format!("`{}`", question.text),
            engine: ours.to_owned(),
            reference: format!("rhai: {:?}", question.verdict),
            story: format!("values: {:#?}\n", self.records.accounts),
        })
    }
}

/// Equal to the last bit, but for the sign of zero.
fn equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Float(a), Value::Float(b)) => (a + 0.0).to_bits() == (b + 0.0).to_bits(),
        _ => a == b,
    }
}

/// Whether nothing in an expression can do without one of its operands.
fn needs_everything(expr: &Expr) -> bool {
    let strict = !matches!(
        expr.kind,
        ExprKind::And(_)
            | ExprKind::Or(_)
            | ExprKind::Coalesce(..)
            | ExprKind::Test(..)
            | ExprKind::If(..)
            | ExprKind::Switch { .. }
    );
    strict && expr.parts().into_iter().all(needs_everything)
}
