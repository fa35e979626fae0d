//! Binding plugins to a rulebook.

use std::sync::Arc;

use tenure_rules::{PluginBinding, Rulebook, Scope, SignalDef, SignalId, nearest};

use super::Hired;
use crate::engine::Plugins;
use crate::plugin::{
    Binding, Description, InputDef, Limits, Plugin, PluginError, PluginErrorKind, Requirement,
    Version,
};
use crate::signals::DICTIONARY_VERSION;

/// Binds the plugins of a rulebook.
pub(in crate::engine) fn hire(
    rulebook: &Rulebook,
    plugins: &Plugins,
) -> Result<Vec<Hired>, PluginError> {
    let bound = || rulebook.plugins.iter().map(|binding| binding.id.as_str());
    if let Some(odd) = plugins.keys().find(|id| !bound().any(|known| known == *id)) {
        return Err(unbound(odd, rulebook, bound()));
    }
    let enabled = rulebook
        .plugins
        .iter()
        .enumerate()
        .filter(|(_, binding)| binding.enabled);
    enabled
        .map(|(number, binding)| {
            let plugin = plugins.get(&binding.id).ok_or_else(|| not_given(binding))?;
            let of = plugin.description();
            one(rulebook, number, binding, plugin).map_err(|error| in_rulebook(&error, binding, of))
        })
        .collect()
}

/// An error of a binding, with the names on both sides.
fn in_rulebook(error: &PluginError, binding: &PluginBinding, of: &Description) -> PluginError {
    let text = format!("bound as `{}`: {}", binding.id, error.text());
    error.retold(text).of(of)
}

fn refused(why: impl Into<String>) -> PluginError {
    PluginError::new(PluginErrorKind::Refused, why)
}

fn unbound<'n>(
    odd: &str,
    rulebook: &Rulebook,
    names: impl Iterator<Item = &'n str>,
) -> PluginError {
    let help = match nearest(odd, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "add a [[plugin]] with this `id`, or do not hand it in".to_owned(),
    };
    refused(format!(
        "the rulebook `{}` binds no plugin `{odd}`; {help}",
        rulebook.id
    ))
}

fn not_given(binding: &PluginBinding) -> PluginError {
    let PluginBinding { id, file, .. } = binding;
    refused(format!(
        "the rulebook binds the plugin `{id}`, and it was not handed in; load `{file}` and give it to the builder with \
         `plugin(\"{id}\", …)`, or write `enabled = false` into its [[plugin]]"
    ))
}

fn one(
    rulebook: &Rulebook,
    number: usize,
    binding: &PluginBinding,
    plugin: &Arc<dyn Plugin>,
) -> Result<Hired, PluginError> {
    let description = plugin.description();
    description.check()?;
    check_identity(binding, plugin.as_ref())?;
    let inputs = description.inputs.iter().map(|input| find(rulebook, input));
    let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
    let parameters = description.parameters(&binding.parameters)?;
    let limits = Limits {
        fuel_per_row: binding.limits.fuel_per_row,
        memory_kib: binding.limits.memory_kib,
        time_ms: binding.limits.time_ms,
    };
    let bound = plugin.bind(&Binding {
        id: &binding.id,
        parameters: &parameters,
        limits: &limits,
    })?;
    Ok(Hired {
        number,
        id: binding.id.clone(),
        plugin: plugin.clone(),
        bound,
        inputs,
        max_points: max_points(binding, description)?,
        on_failure: binding.on_failure,
        actions: actions(binding, description)?,
    })
}

/// Whether it is the plugin that the rulebook asks for, and made for this dictionary.
fn check_identity(binding: &PluginBinding, plugin: &dyn Plugin) -> Result<(), PluginError> {
    let description = plugin.description();
    if let Some(digest) = binding
        .digest
        .as_deref()
        .filter(|digest| *digest != plugin.digest())
    {
        return Err(refused(format!(
            "its digest is {}, and the rulebook asks for {digest}; hand in that one, or change `digest`",
            plugin.digest()
        )));
    }
    if let Some(wanted) = &binding.version
        && !allows(wanted, &description.version)?
    {
        return Err(refused(format!(
            "its version is {}, and the rulebook asks for {wanted}; hand in such a one, or change `version`",
            description.version
        )));
    }
    if !allows(&description.dictionary, DICTIONARY_VERSION)? {
        return Err(refused(format!(
            "it was written for the signal dictionary {}, and this engine has {DICTIONARY_VERSION}; it needs a newer build",
            description.dictionary
        )));
    }
    Ok(())
}

fn allows(requirement: &str, version: &str) -> Result<bool, PluginError> {
    let requirement: Requirement = requirement.parse().map_err(refused)?;
    let version: Version = version.parse().map_err(refused)?;
    Ok(requirement.allows(version))
}

/// The signal of an input; `None` for an optional one that is not there.
fn find(rulebook: &Rulebook, input: &InputDef) -> Result<Option<SignalId>, PluginError> {
    let name = &input.signal;
    let Some((id, signal)) = rulebook.signal(name) else {
        return if input.required {
            Err(no_signal(rulebook, name))
        } else {
            Ok(None)
        };
    };
    check_signal(input, signal)?;
    Ok(Some(id))
}

fn no_signal(rulebook: &Rulebook, name: &str) -> PluginError {
    let names = rulebook
        .dictionary
        .iter()
        .map(|(_, signal)| signal.name.as_str());
    let help = match nearest(name, names) {
        Some(near) => format!("did its author mean `{near}`?"),
        None if name.starts_with("custom.") => "declare it under [[signal]]".to_owned(),
        None => "`tenure signals` lists them all".to_owned(),
    };
    refused(format!(
        "it requires the signal `{name}`, which is not there; {help}"
    ))
}

fn check_signal(input: &InputDef, signal: &SignalDef) -> Result<(), PluginError> {
    let name = &input.signal;
    if signal.ty != input.ty {
        return Err(refused(format!(
            "it reads the signal `{name}` as {}, which is of type {}",
            input.ty.as_str(),
            signal.ty.as_str()
        )));
    }
    if signal.actions_only {
        return Err(refused(format!(
            "it reads the signal `{name}`, which is known only once the points are"
        )));
    }
    match signal.scope {
        Scope::Tenant | Scope::Account => Ok(()),
        Scope::Contract | Scope::Complaint | Scope::Opportunity | Scope::Offer => {
            Err(refused(format!(
                "it reads the signal `{name}`, which tells of one {}; a plugin reads those of the account",
                signal.scope.as_str()
            )))
        }
    }
}

fn max_points(binding: &PluginBinding, description: &Description) -> Result<i32, PluginError> {
    let own = description.max_points;
    match binding.max_points {
        None => Ok(own),
        Some(asked) if asked > i64::from(own) => Err(refused(format!(
            "`max_points = {asked}` is above the {own} that it gives at most; lower it"
        ))),
        Some(asked) => Ok(i32::try_from(asked).unwrap_or(own)),
    }
}

fn actions(
    binding: &PluginBinding,
    description: &Description,
) -> Result<Vec<(u16, SignalId)>, PluginError> {
    let known = || {
        description
            .actions
            .iter()
            .map(|action| action.code.as_str())
    };
    let find = |action: &tenure_rules::PluginAction| {
        let code = &action.code;
        let number = description.action(code).ok_or_else(|| {
            let help = match nearest(code, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if description.actions.is_empty() => "it proposes nothing".to_owned(),
                None => format!("it has {}", known().collect::<Vec<_>>().join(", ")),
            };
            refused(format!("it has no action `{code}`; {help}"))
        })?;
        Ok((number, action.signal))
    };
    binding.actions.iter().map(find).collect()
}
