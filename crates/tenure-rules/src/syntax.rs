//! From text to a tree, by rhai's parser. Nothing else in the project touches rhai's syntax tree.

mod lower;
mod raw;
mod refuse;
mod switch;
mod tokens;

use rhai::{Engine, OptimizationLevel, ParseError, ParseErrorType};

use crate::expr::Span;
use crate::issue::Issue;

pub(crate) use raw::{Haystack, Raw, RawArm, RawKind, RawPattern, UnaryOp};

/// The longest condition, in bytes.
pub(crate) const LONGEST: usize = 16 << 10;
/// How deeply rhai may nest; each operator of a chain counts, each parenthesis twice.
const DEEPEST: usize = 200;
/// Stack that rhai's parser and lowering may take at that depth, without optimisation: rounded up generously.
const STACK: usize = 32 << 20;
const RED_ZONE: usize = STACK / 2;

/// Runs something on a stack that is large enough for the deepest condition allowed.
pub(crate) fn with_stack<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, STACK, work)
}

/// rhai's parser, with our limits. Use within [`with_stack`].
pub(crate) struct Syntax {
    engine: Engine,
}

impl Syntax {
    pub(crate) fn new() -> Self {
        let mut engine = Engine::new_raw();
        engine
            .set_optimization_level(OptimizationLevel::None)
            .set_max_expr_depths(DEEPEST, DEEPEST)
            .set_allow_looping(false)
            .set_allow_anonymous_fn(false)
            .set_allow_statement_expression(false);
        Self { engine }
    }

    /// Parses one expression.
    pub(crate) fn parse(&self, text: &str) -> Result<Raw, Issue> {
        if text.len() > LONGEST {
            let message = format!(
                "this has {} bytes; a condition has at most {LONGEST}",
                text.len()
            );
            return Err(Issue::error("too-long", whole(text), message)
                .help("name parts of it under [[derive]], or write a script plugin"));
        }
        let tokens = tokens::scan(&self.engine, text)?;
        refuse::check(&tokens, text)?;
        let ast = self
            .engine
            .compile_expression(text)
            .map_err(|error| translate(&error, &tokens, text))?;
        lower::lower(&ast, &tokens, text)
    }

    /// Whether rhai can read a name as a variable (`usage_drop`) or as a property (`custom.logins`).
    pub(crate) fn reads_name(&self, name: &str) -> bool {
        name.len() <= 200
            && match self.parse(name).map(|raw| raw.kind) {
                Ok(RawKind::Signal(read) | RawKind::Name(read)) => read == name,
                Ok(_) | Err(_) => false,
            }
    }
}

fn whole(text: &str) -> Span {
    Span {
        start: 0,
        end: u32::try_from(text.len()).unwrap_or(u32::MAX),
    }
}

/// Says what rhai's parser found wrong.
fn translate(error: &ParseError, tokens: &tokens::Tokens, text: &str) -> Issue {
    let span = tokens
        .span_at(error.position())
        .unwrap_or_else(|| end(text));
    let seen = text
        .get(span.start as usize..span.end as usize)
        .unwrap_or("");
    let issue = |message: String| Issue::error("syntax", span, message);
    match error.err_type() {
        ParseErrorType::UnexpectedEOF => issue("the condition ends where a value is due".to_owned()),
        ParseErrorType::ExprTooDeep => Issue::error("too-deep", span, "this is nested too deeply")
            .help("name parts of it under [[derive]]; for many comparisons of one signal write `x in [1, 2, 3]`"),
        ParseErrorType::MissingToken(token, _) if seen.is_empty() => {
            issue(format!("the condition ends where `{token}` is due"))
        }
        ParseErrorType::MissingToken(token, _) => issue(format!("`{token}` is due here, not `{seen}`")),
        ParseErrorType::MismatchedType(..) => {
            Issue::error("type-mismatch", span, format!("`{seen}` is not true or false"))
        }
        ParseErrorType::WrongSwitchIntegerCase => issue("an int stands after a range".to_owned())
            .help("put the single ints of a `switch` before its ranges"),
        ParseErrorType::WrongSwitchDefaultCase => {
            issue("an arm stands after `_`".to_owned()).help("put `_` last")
        }
        ParseErrorType::WrongSwitchCaseCondition => issue("`_` takes no `if`".to_owned()),
        ParseErrorType::ExprExpected(_) => issue(format!("`{seen}` cannot stand here"))
            .help("the patterns of a `switch` are int or text constants, or ranges of ints"),
        ParseErrorType::BadInput(_) if !seen.is_empty() => unexpected(issue(format!("`{seen}` is not expected here")), span, text),
        other => issue(format!("this cannot be read: {}", lowercase(&other.to_string()))),
    }
}

/// Words and signs of other languages.
fn unexpected(issue: Issue, span: Span, text: &str) -> Issue {
    let before = text.get(..span.start as usize).unwrap_or("").trim_end();
    if before.ends_with("not") {
        return issue.help("write `!` for not");
    }
    if before.ends_with('<') {
        return issue.help("write `!=`");
    }
    match span.of(text).to_ascii_lowercase().as_str() {
        "and" => issue.help("write `&&`"),
        "or" => issue.help("write `||`"),
        "not" => issue.help("write `!`"),
        "is" => issue.help("write `==`"),
        _ => issue,
    }
}

fn end(text: &str) -> Span {
    let end = whole(text).end;
    Span { start: end, end }
}

fn lowercase(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}
