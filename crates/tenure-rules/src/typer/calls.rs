//! Calls of the pure functions.

use crate::dictionary::SignalType;
use crate::expr::{Expr, ExprKind, Func, Span, StateTest};
use crate::syntax::Raw;

use super::{Info, Typed, Typer, wider};

/// What a function takes and gives.
#[derive(Clone, Copy)]
enum Shape {
    /// Numbers, and the widest of their types.
    Numbers(Func),
    /// Texts, and this type.
    Texts(Func, SignalType),
    /// Anything, tested for its state.
    State(StateTest),
}

const FUNCTIONS: [(&str, usize, Shape); 15] = [
    ("min", 2, Shape::Numbers(Func::Min)),
    ("max", 2, Shape::Numbers(Func::Max)),
    ("abs", 1, Shape::Numbers(Func::Abs)),
    ("round", 1, Shape::Numbers(Func::Round)),
    ("floor", 1, Shape::Numbers(Func::Floor)),
    ("ceil", 1, Shape::Numbers(Func::Ceil)),
    ("clamp", 3, Shape::Numbers(Func::Clamp)),
    (
        "contains",
        2,
        Shape::Texts(Func::Contains, SignalType::Bool),
    ),
    (
        "starts_with",
        2,
        Shape::Texts(Func::StartsWith, SignalType::Bool),
    ),
    (
        "ends_with",
        2,
        Shape::Texts(Func::EndsWith, SignalType::Bool),
    ),
    ("to_lower", 1, Shape::Texts(Func::ToLower, SignalType::Text)),
    ("len", 1, Shape::Texts(Func::Len, SignalType::Int)),
    ("is_known", 1, Shape::State(StateTest::IsKnown)),
    ("is_stale", 1, Shape::State(StateTest::IsStale)),
    ("is_applicable", 1, Shape::State(StateTest::IsApplicable)),
];

/// Whether a name is that of a function.
pub(crate) fn is_function(name: &str) -> bool {
    FUNCTIONS.iter().any(|(function, ..)| *function == name)
}

impl Typer<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        name_span: Span,
        args: &[Raw],
        span: Span,
    ) -> Option<Typed> {
        let args = self.all(args);
        let Some((_, arity, shape)) = FUNCTIONS.iter().find(|(function, ..)| *function == name)
        else {
            let near = self.near(name, FUNCTIONS.iter().map(|(function, ..)| *function));
            let help = near.map_or_else(
                || {
                    format!(
                        "the functions are {}",
                        FUNCTIONS.map(|(function, ..)| function).join(", ")
                    )
                },
                |near| format!("did you mean `{near}`?"),
            );
            self.error(
                "unknown-function",
                name_span,
                format!("there is no function `{name}`"),
                help,
            );
            return None;
        };
        let args = args?;
        if args.len() != *arity {
            let message = format!("`{name}` takes {}, not {}", count(*arity), args.len());
            self.error(
                "wrong-arguments",
                span,
                message,
                format!("write {name}({})", parameters(*arity)),
            );
            return None;
        }
        match *shape {
            Shape::Numbers(func) => self.numbers(name, func, args, span),
            Shape::Texts(func, ty) => self.texts(name, func, ty, args, span),
            Shape::State(test) => self.state(name, test, args, span),
        }
    }

    fn numbers(&mut self, name: &str, func: Func, args: Vec<Typed>, span: Span) -> Option<Typed> {
        let wrong = args
            .iter()
            .filter(|arg| !self.is_numeric(&arg.expr, name))
            .count();
        if wrong > 0 {
            return None;
        }
        if let Some((first, rest)) = args.split_first()
            && rest
                .iter()
                .any(|other| !self.amounts_fit(first, other, span))
        {
            return None;
        }
        let ty = args
            .iter()
            .fold(SignalType::Int, |ty, arg| wider(ty, arg.expr.ty));
        let money = args.iter().any(|arg| arg.info.money);
        self.built(
            func,
            ty,
            args,
            Info {
                money,
                ..Info::default()
            },
            span,
        )
    }

    fn texts(
        &mut self,
        name: &str,
        func: Func,
        ty: SignalType,
        args: Vec<Typed>,
        span: Span,
    ) -> Option<Typed> {
        if let Some(arg) = args.iter().find(|arg| arg.expr.ty != SignalType::Text) {
            let message = format!("{}; `{name}` works on text", self.is_a(&arg.expr));
            let span = arg.expr.span;
            self.issues
                .push(crate::issue::Issue::error("type-mismatch", span, message));
            return None;
        }
        self.built(func, ty, args, Info::default(), span)
    }

    fn built(
        &mut self,
        func: Func,
        ty: SignalType,
        args: Vec<Typed>,
        info: Info,
        span: Span,
    ) -> Option<Typed> {
        let infos: Vec<Info> = args.iter().map(|arg| arg.info).collect();
        let exprs: Vec<Expr> = args.into_iter().map(|arg| arg.expr).collect();
        self.build(ExprKind::Call(func, exprs), ty, span, info, &infos)
    }

    fn state(
        &mut self,
        name: &str,
        test: StateTest,
        args: Vec<Typed>,
        span: Span,
    ) -> Option<Typed> {
        let arg = args.into_iter().next()?;
        let is_signal = matches!(arg.expr.kind, ExprKind::Signal(_));
        if test == StateTest::IsStale && !is_signal {
            let message = format!(
                "`{}` is no signal; `{name}` asks how old a signal's value is",
                self.say(arg.expr.span)
            );
            self.error(
                "wrong-arguments",
                arg.expr.span,
                message,
                "name one signal, or use is_known(x)",
            );
            return None;
        }
        let info = arg.info;
        let kind = ExprKind::Test(test, Box::new(arg.expr));
        self.build(kind, SignalType::Bool, span, Info::default(), &[info])
    }
}

fn count(arity: usize) -> &'static str {
    match arity {
        1 => "one argument",
        2 => "two arguments",
        _ => "three arguments",
    }
}

fn parameters(arity: usize) -> &'static str {
    match arity {
        1 => "x",
        2 => "a, b",
        _ => "x, low, high",
    }
}
