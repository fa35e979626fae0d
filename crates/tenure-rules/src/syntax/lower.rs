//! rhai's tree to ours.

use std::sync::Arc;

use rhai::{AST, Expr, FlowControl, FnCallExpr, Position, Stmt, StmtBlock, Token};

use crate::expr::{ArithOp, CompareOp, Span};
use crate::issue::Issue;

use super::raw::{Haystack, Raw, RawKind, UnaryOp};
use super::tokens::Tokens;

const PLUGIN: &str = "a condition is one expression; more than that belongs in a script plugin";

pub(super) type Lowered<T> = Result<T, Issue>;

/// Lowers the one expression of a tree.
pub(super) fn lower(ast: &AST, tokens: &Tokens, text: &str) -> Lowered<Raw> {
    let lowering = Lowering { tokens, text };
    match ast.statements() {
        [statement] => lowering.statement(statement),
        _ => Err(
            Issue::error("syntax", Span::default(), "the condition is empty")
                .help("write an expression, such as complaints.open > 0"),
        ),
    }
}

pub(super) struct Lowering<'a> {
    pub(super) tokens: &'a Tokens,
    text: &'a str,
}

impl Lowering<'_> {
    fn statement(&self, statement: &Stmt) -> Lowered<Raw> {
        match statement {
            Stmt::Expr(expr) => self.expr(expr),
            Stmt::FnCall(call, position) => self.call(call, *position),
            Stmt::If(flow, position) => self.branch(flow, *position),
            Stmt::Switch(switch, position) => self.switch(&switch.0, &switch.1, *position),
            other => Err(self.refuse(other.position(), "a statement has no place in a condition")),
        }
    }

    pub(super) fn expr(&self, expr: &Expr) -> Lowered<Raw> {
        match expr {
            Expr::BoolConstant(truth, at) => self.constant(RawKind::Bool(*truth), *at),
            Expr::IntegerConstant(int, at) => self.number(RawKind::Int(*int), *at),
            Expr::FloatConstant(float, at) => self.number(RawKind::Float(**float), *at),
            Expr::StringConstant(text, at) => {
                self.constant(RawKind::Text(Arc::from(text.as_str())), *at)
            }
            Expr::Variable(variable, _, at) if variable.2.is_empty() => {
                self.constant(RawKind::Name(variable.1.to_string()), *at)
            }
            Expr::Dot(pair, flags, at) if flags.is_empty() => {
                self.signal(&pair.lhs, &pair.rhs, *at)
            }
            Expr::FnCall(call, at) => self.call(call, *at),
            Expr::And(parts, at) => self.chain(parts, *at, RawKind::And),
            Expr::Or(parts, at) => self.chain(parts, *at, RawKind::Or),
            Expr::Coalesce(parts, at) => self.chain(parts, *at, RawKind::Coalesce),
            Expr::Stmt(block) => self.only(block),
            other => Err(self.refuse(other.position(), "this has no place in a condition")),
        }
    }

    fn only(&self, block: &StmtBlock) -> Lowered<Raw> {
        match block.statements() {
            [statement] => self.statement(statement),
            _ => Err(self.refuse(block.position(), "a block holds one expression")),
        }
    }

    pub(super) fn node(&self, kind: RawKind, tokens: (usize, usize)) -> Raw {
        let mut tokens = self.tokens.balanced(tokens);
        let span = self.tokens.span(tokens);
        let parens = self.tokens.in_parens(tokens);
        while self.tokens.in_parens(tokens) {
            tokens = (tokens.0 - 1, tokens.1 + 1);
        }
        Raw {
            kind,
            span,
            tokens,
            parens,
        }
    }

    pub(super) fn index(&self, at: Position) -> Lowered<usize> {
        self.tokens.at(at).ok_or_else(|| {
            Issue::error("syntax", Span::default(), "this cannot be read").help(PLUGIN)
        })
    }

    pub(super) fn refuse(&self, at: Position, message: &str) -> Issue {
        let span = self.tokens.span_at(at).unwrap_or_default();
        Issue::error("refused", span, message).help(PLUGIN)
    }

    fn constant(&self, kind: RawKind, at: Position) -> Lowered<Raw> {
        let index = self.index(at)?;
        Ok(self.node(kind, (index, index)))
    }

    /// A number; rhai folds the minus signs before it into it.
    fn number(&self, kind: RawKind, at: Position) -> Lowered<Raw> {
        let first = self.index(at)?;
        let mut last = first;
        while matches!(
            self.tokens.token(last),
            Some(Token::Minus | Token::UnaryMinus | Token::LeftParen)
        ) {
            last += 1;
        }
        match self.tokens.token(last) {
            Some(Token::IntegerConstant(_) | Token::FloatConstant(_)) => {
                Ok(self.node(kind, (first, last)))
            }
            _ => Err(Issue::error(
                "syntax",
                self.tokens.span((first, first)),
                "a number is due here",
            )),
        }
    }

    fn signal(&self, namespace: &Expr, name: &Expr, at: Position) -> Lowered<Raw> {
        let dot = self.index(at)?;
        match (namespace, name) {
            (Expr::Variable(namespace, ..), Expr::Property(property, _)) => {
                let name = format!("{}.{}", namespace.1, property.2);
                Ok(self.node(RawKind::Signal(name), (dot.saturating_sub(1), dot + 1)))
            }
            // `plugin.<id>.<action>`
            (Expr::Variable(namespace, ..), Expr::Dot(inner, flags, _)) if flags.is_empty() => {
                match (&inner.lhs, &inner.rhs) {
                    (Expr::Property(middle, _), Expr::Property(last, _)) => {
                        let name = format!("{}.{}.{}", namespace.1, middle.2, last.2);
                        Ok(self.node(RawKind::Signal(name), (dot.saturating_sub(1), dot + 3)))
                    }
                    _ => Err(self.refuse(at, "a signal is written namespace.name")),
                }
            }
            _ => Err(self.refuse(at, "a signal is written namespace.name")),
        }
    }

    fn chain(&self, parts: &[Expr], at: Position, kind: fn(Vec<Raw>) -> RawKind) -> Lowered<Raw> {
        let parts = parts
            .iter()
            .map(|part| self.expr(part))
            .collect::<Lowered<Vec<_>>>()?;
        let tokens = around(&parts, self.index(at)?);
        Ok(self.node(kind(parts), tokens))
    }

    fn call(&self, call: &FnCallExpr, at: Position) -> Lowered<Raw> {
        let index = self.index(at)?;
        match (self.tokens.token(index), call.args.as_slice()) {
            (Some(Token::Identifier(_)), args) => self.function(call.name.as_str(), args, index),
            (Some(Token::NotIn), [Expr::FnCall(inner, _)]) => match inner.args.as_slice() {
                [haystack, needle] => self.within(needle, haystack, index, true),
                _ => Err(self.refuse(at, "this has no place in a condition")),
            },
            (Some(Token::In), [haystack, needle]) => self.within(needle, haystack, index, false),
            (Some(operator), [operand]) => self.unary(operator, operand, index),
            (Some(operator), [left, right]) => self.binary(operator, left, right, index),
            _ => Err(self.refuse(at, "this has no place in a condition")),
        }
    }

    fn function(&self, name: &str, args: &[Expr], index: usize) -> Lowered<Raw> {
        let args = args
            .iter()
            .map(|arg| self.expr(arg))
            .collect::<Lowered<Vec<_>>>()?;
        let kind = RawKind::Call {
            name: name.to_owned(),
            name_span: self.tokens.span((index, index)),
            args,
        };
        Ok(self.node(kind, (index, index + 1)))
    }

    fn unary(&self, operator: &Token, operand: &Expr, index: usize) -> Lowered<Raw> {
        let op = match operator {
            Token::Bang => UnaryOp::Not,
            Token::Minus | Token::UnaryMinus => UnaryOp::Negate,
            _ => return Err(self.refuse_token(index)),
        };
        let operand = self.expr(operand)?;
        let last = operand.tokens.1;
        Ok(self.node(RawKind::Unary(op, Box::new(operand)), (index, last)))
    }

    fn binary(&self, operator: &Token, left: &Expr, right: &Expr, index: usize) -> Lowered<Raw> {
        let build = builder(operator).ok_or_else(|| self.refuse_token(index))?;
        let (left, right) = (self.expr(left)?, self.expr(right)?);
        let tokens = (left.tokens.0, right.tokens.1);
        let (left, right) = (Box::new(left), Box::new(right));
        let kind = match build {
            Build::Arith(op) => RawKind::Arith(op, left, right),
            Build::Compare(op) => RawKind::Compare(op, left, right),
        };
        Ok(self.node(kind, tokens))
    }

    fn refuse_token(&self, index: usize) -> Issue {
        let span = self.tokens.span((index, index));
        let seen = self
            .text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("");
        let issue = Issue::error("refused", span, format!("`{seen}` cannot stand here"));
        match self.tokens.token(index) {
            Some(Token::ExclusiveRange | Token::InclusiveRange) => issue.help(
                "a range stands after `in` or in a `switch`, and its ends are ints: x in 1..=5",
            ),
            _ => issue.help(PLUGIN),
        }
    }

    fn within(&self, needle: &Expr, haystack: &Expr, index: usize, negated: bool) -> Lowered<Raw> {
        let needle = self.expr(needle)?;
        let (haystack, last) = self.haystack(haystack, index)?;
        let tokens = (needle.tokens.0, last);
        let needle = Box::new(needle);
        Ok(self.node(
            RawKind::In {
                needle,
                haystack,
                negated,
            },
            tokens,
        ))
    }

    /// What stands after `in`, and its last token.
    fn haystack(&self, haystack: &Expr, index: usize) -> Lowered<(Haystack, usize)> {
        match haystack {
            Expr::Array(items, at) => {
                let open = self.index(*at)?;
                let items = items
                    .iter()
                    .map(|item| self.expr(item))
                    .collect::<Lowered<Vec<_>>>()?;
                Ok((Haystack::List(items), self.tokens.balanced((open, open)).1))
            }
            Expr::FnCall(call, at) => {
                let sign = self.index(*at)?;
                let inclusive = match self.tokens.token(sign) {
                    Some(Token::ExclusiveRange) => false,
                    Some(Token::InclusiveRange) => true,
                    _ => return Err(self.no_haystack(index)),
                };
                let (start, end, last) = self.range_ends(&call.args, sign)?;
                Ok((
                    Haystack::Range {
                        start,
                        end,
                        inclusive,
                    },
                    last,
                ))
            }
            _ => Err(self.no_haystack(index)),
        }
    }

    fn no_haystack(&self, index: usize) -> Issue {
        Issue::error("refused", self.tokens.span((index, index)), "`in` looks in a list or a range of constants")
            .help(r#"write x in ["a", "b"] or x in 1..=5; whether a text holds another, contains(text, "part") tells"#)
    }

    fn range_ends(&self, ends: &[Expr], sign: usize) -> Lowered<(i64, i64, usize)> {
        match ends {
            [
                Expr::IntegerConstant(start, start_at),
                Expr::IntegerConstant(end, end_at),
            ] => {
                let start_node = self.number(RawKind::Int(*start), *start_at)?;
                let end_node = self.number(RawKind::Int(*end), *end_at)?;
                let last = self
                    .tokens
                    .balanced((start_node.tokens.0, end_node.tokens.1))
                    .1;
                Ok((*start, *end, last))
            }
            _ => Err(self.refuse_token(sign)),
        }
    }

    fn branch(&self, flow: &FlowControl, at: Position) -> Lowered<Raw> {
        let first = self.index(at)?;
        if flow.branch.is_empty() {
            return Err(Issue::error(
                "no-else",
                self.tokens.span((first, first)),
                "this `if` has no `else`",
            )
            .help("write if test { a } else { b }"));
        }
        let (test, yes, no) = (
            self.expr(&flow.expr)?,
            self.only(&flow.body)?,
            self.only(&flow.branch)?,
        );
        let last = match flow.branch.statements() {
            [Stmt::If(..)] => no.tokens.1,
            _ => self.closing(no.tokens.1),
        };
        let kind = RawKind::If(Box::new(test), Box::new(yes), Box::new(no));
        Ok(self.node(kind, (first, last)))
    }

    fn closing(&self, from: usize) -> usize {
        self.tokens
            .find(from + 1, &Token::RightBrace)
            .unwrap_or(from)
    }
}

/// The tokens from the first to the last of some parts.
fn around(parts: &[Raw], index: usize) -> (usize, usize) {
    let first = parts.first().map_or(index, |part| part.tokens.0);
    let last = parts.last().map_or(index, |part| part.tokens.1);
    (first, last)
}

enum Build {
    Arith(ArithOp),
    Compare(CompareOp),
}

fn builder(operator: &Token) -> Option<Build> {
    use Build::{Arith, Compare};
    Some(match operator {
        Token::Plus => Arith(ArithOp::Add),
        Token::Minus => Arith(ArithOp::Sub),
        Token::Multiply => Arith(ArithOp::Mul),
        Token::Divide => Arith(ArithOp::Div),
        Token::Modulo => Arith(ArithOp::Rem),
        Token::PowerOf => Arith(ArithOp::Pow),
        Token::EqualsTo => Compare(CompareOp::Eq),
        Token::NotEqualsTo => Compare(CompareOp::Ne),
        Token::LessThan => Compare(CompareOp::Lt),
        Token::LessThanEqualsTo => Compare(CompareOp::Le),
        Token::GreaterThan => Compare(CompareOp::Gt),
        Token::GreaterThanEqualsTo => Compare(CompareOp::Ge),
        _ => return None,
    })
}
