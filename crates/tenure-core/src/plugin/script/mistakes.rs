//! What would stop a script that can be read, found without running it.

use std::collections::BTreeSet;

use rhai::{AST, ASTNode, BinaryExpr, Expr, FnCallExpr, FnNamespace, Position, Stmt};
use tenure_rules::nearest;

use super::error::Source;
use super::{FUNCTION, functions};
use crate::plugin::description::{Code, Description};
use crate::plugin::error::PluginError;

/// Functions that are rhai's own words.
const WORDS: [(&str, usize); 2] = [("is_def_fn", 2), ("is_def_var", 1)];

/// A finder of mistakes in one script.
struct Finder<'f> {
    source: &'f Source,
    description: &'f Description,
    /// Names of functions with how many values they take.
    functions: BTreeSet<(String, usize)>,
    found: Vec<(Position, PluginError)>,
}

/// Codes and signals that were not declared, and functions that are not there; in the order of the text.
pub(super) fn find(source: &Source, description: &Description, ast: &AST) -> Vec<PluginError> {
    let mut finder = Finder {
        source,
        description,
        functions: known_functions(ast),
        found: Vec::new(),
    };
    ast.walk(&mut |path: &[ASTNode<'_>]| {
        if let Some(node) = path.last() {
            finder.calls(node);
        }
        true
    });
    finder.reads(ast);
    finder.found.sort_by_key(|(position, _)| *position);
    finder.found.into_iter().map(|(_, error)| error).collect()
}

fn known_functions(ast: &AST) -> BTreeSet<(String, usize)> {
    let own = ast
        .iter_functions()
        .map(|function| (function.name.to_owned(), function.params.len()));
    let given = functions().into_iter().filter_map(|line| {
        let (name, values) = line.strip_suffix(')')?.split_once('(')?;
        Some((name.to_owned(), values.split(',').count()))
    });
    let words = WORDS.map(|(name, values)| (name.to_owned(), values));
    own.chain(given).chain(words).collect()
}

impl Finder<'_> {
    fn add(&mut self, why: &str, position: Position) {
        let error = self.source.refused(why, position).of(self.description);
        self.found.push((position, error));
    }

    fn calls(&mut self, node: &ASTNode<'_>) {
        match node {
            ASTNode::Expr(Expr::FnCall(call, position))
            | ASTNode::Stmt(Stmt::FnCall(call, position)) => {
                self.call(call, call.args.len(), *position);
            }
            // What stands before the dot is the first value.
            ASTNode::Expr(Expr::MethodCall(call, position)) => {
                self.call(call, call.args.len() + 1, *position);
            }
            _ => {}
        }
    }

    fn call(&mut self, call: &FnCallExpr, values: usize, position: Position) {
        let name = call.name.as_str();
        if call.op_token.is_some() || !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            return;
        }
        if !self.functions.contains(&(name.to_owned(), values)) {
            let why = self.no_function(name, values);
            self.add(&why, position);
            return;
        }
        let description = self.description;
        match name {
            "points" => self.code("reason", "reasons", &description.reasons, call),
            "propose" => self.code("action", "actions", &description.actions, call),
            _ => {}
        }
    }

    fn no_function(&self, name: &str, values: usize) -> String {
        let own = self.functions.iter().filter(|(known, _)| known == name);
        let takes: Vec<String> = own.map(|(_, takes)| takes.to_string()).collect();
        if !takes.is_empty() {
            return format!("`{name}` takes {} values, not {values}", takes.join(" or "));
        }
        let names = self.functions.iter().map(|(known, _)| known.as_str());
        format!("there is no function `{name}`{}", meant(name, names))
    }

    /// Whether the code that is written into a call was declared.
    fn code(&mut self, what: &str, section: &str, codes: &[Code], call: &FnCallExpr) {
        let Some(Expr::StringConstant(code, position)) = call.args.first() else {
            return;
        };
        if codes.iter().any(|known| known.code == code.as_str()) {
            return;
        }
        let meant = meant(code, codes.iter().map(|known| known.code.as_str()));
        let why = format!("the {what} `{code}` was not declared under [{section}]{meant}");
        self.add(&why, *position);
    }

    /// What is read of the account in the function over it.
    fn reads(&mut self, ast: &AST) {
        let entry =
            |_: FnNamespace, _, _, name: &str, values: usize| name == FUNCTION && values == 1;
        let entry = ast.clone_functions_only_filtered(entry);
        let Some(account) = entry
            .iter_functions()
            .find_map(|function| function.params.first().map(|name| (*name).to_owned()))
        else {
            return;
        };
        let mut reads = Vec::new();
        let mut is_hidden = false;
        entry.walk(&mut |path: &[ASTNode<'_>]| {
            match path.last() {
                Some(ASTNode::Expr(Expr::Dot(dot, ..))) => reads.extend(read(dot, &account)),
                Some(ASTNode::Stmt(Stmt::Var(var, ..))) => is_hidden |= var.0.name == account,
                Some(ASTNode::Stmt(Stmt::For(each, _))) => is_hidden |= each.0.name == account,
                _ => {}
            }
            true
        });
        if is_hidden {
            return;
        }
        for (space, name, position) in reads {
            self.read(&space, name.as_deref(), position);
        }
    }

    fn read(&mut self, space: &str, name: Option<&str>, position: Position) {
        let declared = super::instance::slots(self.description);
        let fits = |(known, own, _): &(&str, &str, usize)| {
            *known == space && name.is_none_or(|name| name == *own)
        };
        if declared.iter().any(fits) {
            return;
        }
        let full = name.map_or_else(|| space.to_owned(), |name| format!("{space}.{name}"));
        let names: Vec<String> = declared
            .iter()
            .map(|(space, name, _)| format!("{space}.{name}"))
            .collect();
        let meant = meant(&full, names.iter().map(String::as_str));
        let section = match space {
            "parameters" => "[parameters]",
            "day" => "`reads_day = true`",
            _ => "[inputs]",
        };
        let why = format!("`{full}` was not declared: {section} tells what is read{meant}");
        self.add(&why, position);
    }
}

/// The namespace and the name that are read of the account, with their place.
fn read(dot: &BinaryExpr, account: &str) -> Option<(String, Option<String>, Position)> {
    let Expr::Variable(variable, ..) = &dot.lhs else {
        return None;
    };
    if variable.1 != account {
        return None;
    }
    match &dot.rhs {
        Expr::Property(space, position) => Some((space.2.to_string(), None, *position)),
        Expr::Dot(rest, ..) => {
            let Expr::Property(space, position) = &rest.lhs else {
                return None;
            };
            let name = match &rest.rhs {
                Expr::Property(name, _) => Some(name.2.to_string()),
                Expr::Dot(more, ..) => match &more.lhs {
                    Expr::Property(name, _) => Some(name.2.to_string()),
                    _ => None,
                },
                _ => None,
            };
            Some((space.2.to_string(), name, *position))
        }
        _ => None,
    }
}

/// `; did you mean …?`, where a name is near.
fn meant<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    nearest(name, names).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}
