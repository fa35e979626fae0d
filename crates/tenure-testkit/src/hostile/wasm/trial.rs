//! One plugin that nobody trusts, and a sound one beside it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_core::plugin::{
    Batch, Binding, Description, Input, Instance, Limits, Plugin, PluginError, PluginErrorKind,
    Scored, Values,
};
use tenure_rules::SignalType;
use tenure_wasm::{HostOptions, WasmHost};

use super::fragment::sound;

/// Rows of a batch.
const ROWS: usize = 64;
/// Batches that each is sent.
const BATCHES: usize = 3;

/// How a plugin ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// It kept to the contract.
    Ok,
    /// It was refused or failed.
    Failed(PluginErrorKind, String),
}

impl Ending {
    /// The word for it in a file of the corpus.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Failed(kind, _) => kind.as_str(),
        }
    }
}

/// What came of a trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// How the plugin ended.
    pub ending: Ending,
    /// Whether the sound plugin beside it said what it says alone.
    pub neighbour_kept: bool,
}

/// Loads a plugin, binds it and sends it some batches, with a sound one before, between and after.
///
/// # Errors
///
/// A text, where the sound plugin itself does not run; this is a fault of the host or the kit.
pub fn trial(component: &[u8]) -> Result<Trial, String> {
    let host = WasmHost::new(HostOptions::default()).map_err(|error| error.to_string())?;
    let neighbour = host.load(&sound()?).map_err(|error| error.to_string())?;
    let mut neighbour = Bound::new(&neighbour).map_err(|error| error.to_string())?;
    let alone = neighbour.score().map_err(|error| error.to_string())?;
    let mut neighbour_kept = true;
    let ending = attempt(&host, component, || {
        neighbour_kept &= neighbour.score().as_ref() == Ok(&alone)
    });
    neighbour_kept &= neighbour.score().as_ref() == Ok(&alone);
    let ending = match ending {
        Ok(()) => Ending::Ok,
        Err(error) => Ending::Failed(error.kind(), error.to_string()),
    };
    Ok(Trial {
        ending,
        neighbour_kept,
    })
}

fn attempt(
    host: &WasmHost,
    component: &[u8],
    mut between: impl FnMut(),
) -> Result<(), PluginError> {
    let plugin = host.load(component)?;
    let mut bound = Bound::new(&plugin)?;
    let mut first = Ok(());
    for _ in 0..BATCHES {
        // A plugin that failed is asked again: what is left of it must not harm either.
        let scored = bound.score().map(drop);
        first = first.and(scored);
        between();
    }
    first
}

/// A plugin bound without parameters, at work.
pub(super) struct Bound {
    description: Description,
    instance: Box<dyn Instance>,
    columns: Vec<Owned>,
}

enum Owned {
    Ints(Vec<i64>),
    Floats(Vec<f64>),
    Bools(Vec<u8>),
    Texts(Vec<u32>, Vec<std::sync::Arc<str>>),
}

impl Bound {
    pub(super) fn new(plugin: &dyn Plugin) -> Result<Self, PluginError> {
        let description = plugin.description().clone();
        let parameters = description.parameters(&BTreeMap::new())?;
        let limits = Limits::default();
        let binding = Binding {
            id: "hostile",
            parameters: &parameters,
            limits: &limits,
        };
        let instance = plugin.bind(&binding)?.instance()?;
        let columns = description
            .inputs
            .iter()
            .map(|input| column(input.ty))
            .collect();
        Ok(Self {
            description,
            instance,
            columns,
        })
    }

    pub(super) fn score(&mut self) -> Result<Scored, PluginError> {
        let inputs: Vec<Input<'_>> = self.columns.iter().map(Owned::input).collect();
        let batch = Batch::new(&self.description, NaiveDate::default(), ROWS, &inputs)?;
        let mut scored = Scored::new();
        self.instance.score(&batch, &mut scored)?;
        scored.check(&batch, &self.description, self.description.max_points)?;
        Ok(scored)
    }
}

fn column(ty: SignalType) -> Owned {
    let rows = 0..ROWS as u32;
    match ty {
        SignalType::Int => Owned::Ints(rows.map(i64::from).collect()),
        SignalType::Float => Owned::Floats(rows.map(f64::from).collect()),
        SignalType::Bool => Owned::Bools(rows.map(|row| (row % 2) as u8).collect()),
        SignalType::Text => Owned::Texts(vec![0; ROWS], vec!["text".into()]),
    }
}

impl Owned {
    fn input(&self) -> Input<'_> {
        let values = match self {
            Self::Ints(values) => Values::Int(values),
            Self::Floats(values) => Values::Float(values),
            Self::Bools(values) => Values::Bool(values),
            Self::Texts(codes, dictionary) => Values::Text { codes, dictionary },
        };
        Input {
            values,
            known: None,
        }
    }
}
