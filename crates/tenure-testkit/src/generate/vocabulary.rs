//! The names that generated conditions may use.

use tenure_rules::{Scope, SignalType};

/// A custom signal that generated rulebooks declare and generated accounts have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Custom {
    /// The name after `custom.`.
    pub name: &'static str,
    /// Its type.
    pub ty: SignalType,
    /// After how many days it is stale.
    pub valid_for_days: Option<u32>,
}

const fn custom(name: &'static str, ty: SignalType, valid_for_days: Option<u32>) -> Custom {
    Custom {
        name,
        ty,
        valid_for_days,
    }
}

/// Every custom signal of generated rulebooks.
pub const CUSTOM: &[Custom] = &[
    custom("ints", SignalType::Int, None),
    custom("more", SignalType::Int, Some(30)),
    custom("third", SignalType::Int, None),
    custom("real", SignalType::Float, None),
    custom("other", SignalType::Float, Some(30)),
    custom("flag", SignalType::Bool, None),
    custom("mark", SignalType::Bool, Some(30)),
    custom("word", SignalType::Text, None),
    custom("name", SignalType::Text, Some(30)),
];

/// A name that stands for a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// `namespace.name`, or a derived name.
    pub name: String,
    /// Its type.
    pub ty: SignalType,
    /// Of what it tells.
    pub scope: Scope,
    /// The words that a text can be, where the list is closed.
    pub words: Option<Vec<String>>,
    /// Whether it is a signal and not a derived name.
    pub is_signal: bool,
}

/// The names that a generated condition may use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vocabulary {
    words: Vec<Word>,
}

impl Vocabulary {
    /// The custom signals only: a host can give them any value.
    pub fn custom() -> Self {
        let words = CUSTOM.iter().map(|custom| Word {
            name: format!("custom.{}", custom.name),
            ty: custom.ty,
            scope: Scope::Account,
            words: None,
            is_signal: true,
        });
        Self {
            words: words.collect(),
        }
    }

    /// All signals that rules can read; amounts only with a currency, since without one they cannot be compared with a
    /// constant.
    pub fn full(with_money: bool) -> Self {
        let dictionary = tenure_core::signals::built_in();
        let mut vocabulary = Self::custom();
        let signals = dictionary
            .iter()
            .filter(|(_, def)| !def.actions_only && (with_money || !def.money))
            .map(|(_, def)| Word {
                name: def.name.clone(),
                ty: def.ty,
                scope: def.scope,
                words: def.words.clone(),
                is_signal: true,
            });
        vocabulary.words.extend(signals);
        vocabulary
    }

    /// Adds a derived name.
    pub fn add_derived(&mut self, name: &str, ty: SignalType, scope: Scope) {
        self.words.push(Word {
            name: name.to_owned(),
            ty,
            scope,
            words: None,
            is_signal: false,
        });
    }

    /// What a condition of a scope may name.
    pub fn seen_from(&self, scope: Scope) -> Vec<&Word> {
        self.words
            .iter()
            .filter(|word| scope.sees(word.scope))
            .collect()
    }
}
