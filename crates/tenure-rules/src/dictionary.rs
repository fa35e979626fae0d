//! The dictionary of signals that conditions may name.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::Arc;

/// Of what one row is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Scope {
    /// The tenant as a whole.
    Tenant,
    /// One account.
    #[default]
    Account,
    /// One contract of an account.
    Contract,
    /// One complaint of an account.
    Complaint,
    /// One opportunity of an account.
    Opportunity,
    /// One offer that could be made to an account.
    Offer,
}

impl Scope {
    /// Every scope with its name.
    pub const ALL: [Self; 6] = [
        Self::Tenant,
        Self::Account,
        Self::Contract,
        Self::Complaint,
        Self::Opportunity,
        Self::Offer,
    ];

    /// The scope's name in a rulebook.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::Account => "account",
            Self::Contract => "contract",
            Self::Complaint => "complaint",
            Self::Opportunity => "opportunity",
            Self::Offer => "offer",
        }
    }

    /// Whether a rule of this scope sees signals of another: its own and the wider ones.
    pub fn sees(self, signal: Self) -> bool {
        match signal {
            Self::Tenant => true,
            Self::Account => self != Self::Tenant,
            narrow => self == narrow,
        }
    }
}

/// The type of a signal's or an expression's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignalType {
    /// A 64-bit integer.
    Int,
    /// A float.
    Float,
    /// True or false.
    Bool,
    /// Text.
    Text,
}

impl SignalType {
    /// The type's name in a rulebook.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Int => "int",
            Self::Float => "float",
            Self::Bool => "bool",
            Self::Text => "text",
        }
    }
}

/// Whether and in which direction people can move a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Control {
    /// Nobody can.
    #[default]
    None,
    /// It can be made larger, or true.
    Up,
    /// It can be made smaller, or false.
    Down,
    /// It can be moved both ways.
    Both,
}

/// One signal.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalDef {
    /// `namespace.name`.
    pub name: String,
    /// Of what it tells.
    pub scope: Scope,
    /// A signal of the account that, at contract scope, tells of that contract instead (`renewal.*`).
    pub per_contract: bool,
    /// The type of its values.
    pub ty: SignalType,
    /// Whether its values are minor units of the rulebook's currency.
    pub money: bool,
    /// The unit, such as `days` or `count`.
    pub unit: Option<String>,
    /// After how many days a value is stale; `None`: never, or by the derivation's own window.
    pub valid_for_days: Option<u32>,
    /// The words that a text can be, where they are listed; of a host's own signal another may come.
    pub words: Option<Vec<String>>,
    /// The whole numbers that a value always is one of, where the field of a record can be no other.
    pub range: Option<RangeInclusive<i64>>,
    /// Whether and how it can be moved.
    pub control: Control,
    /// The record kinds that it is derived from; all must be kept, else it is not applicable.
    pub kinds: Vec<String>,
    /// One line.
    pub doc: String,
    /// How it is derived, in full.
    pub derivation: String,
    /// Whether it exists in actions only (`risk.*`).
    pub actions_only: bool,
}

impl SignalDef {
    /// Whether the host supplies it, by a name that a rulebook declares: `custom.…`.
    pub fn is_custom(&self) -> bool {
        self.name.starts_with("custom.")
    }

    /// The words that a value always is one of; `None` where it may be another. A host is not held to the list that a
    /// rulebook declares.
    pub fn closed_words(&self) -> Option<&[String]> {
        self.words.as_deref().filter(|_| !self.is_custom())
    }
}

/// The number of a signal in its dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SignalId(pub u32);

impl SignalId {
    /// The number as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Signals by number and by name.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    signals: Vec<Arc<SignalDef>>,
    by_name: HashMap<String, SignalId>,
}

impl Dictionary {
    /// An empty dictionary.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a signal, unless its name is taken.
    ///
    /// # Errors
    /// The number of the signal that has the name.
    pub fn add(&mut self, signal: SignalDef) -> Result<SignalId, SignalId> {
        if let Some(id) = self.by_name.get(&signal.name) {
            return Err(*id);
        }
        let id = SignalId(self.signals.len() as u32);
        self.by_name.insert(signal.name.clone(), id);
        self.signals.push(Arc::new(signal));
        Ok(id)
    }

    /// Closes the list of words of a text signal, such as the names of a rulebook's bands.
    pub(crate) fn close_words(&mut self, name: &str, words: Vec<String>) {
        let signal = self
            .find(name)
            .and_then(|id| self.signals.get_mut(id.index()));
        if let Some(signal) = signal {
            Arc::make_mut(signal).words = Some(words);
        }
    }

    /// The number of a name.
    pub fn find(&self, name: &str) -> Option<SignalId> {
        self.by_name.get(name).copied()
    }

    /// The signal of a number.
    pub fn get(&self, id: SignalId) -> Option<&SignalDef> {
        self.signals.get(id.index()).map(AsRef::as_ref)
    }

    /// Every signal with its number.
    pub fn iter(&self) -> impl Iterator<Item = (SignalId, &SignalDef)> {
        self.signals
            .iter()
            .enumerate()
            .map(|(index, signal)| (SignalId(index as u32), signal.as_ref()))
    }

    /// How many signals.
    pub fn len(&self) -> usize {
        self.signals.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.signals.is_empty()
    }
}
