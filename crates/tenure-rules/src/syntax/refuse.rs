//! What rhai would read and a condition must not hold, refused token by token with a way out.

use rhai::{LexError, Token};

use crate::expr::Span;
use crate::issue::Issue;

use super::tokens::{Tok, Tokens};

const PLUGIN: &str = "a condition is one expression; more than that belongs in a script plugin";

/// Refuses a token that stands in no condition.
pub(super) fn token(token: &Token, span: Span, text: &str, before: &[Tok]) -> Result<(), Issue> {
    let seen = text
        .get(span.start as usize..span.end as usize)
        .unwrap_or("");
    let refused = |message: String| Issue::error("refused", span, message);
    match token {
        Token::IntegerConstant(int) => whole_number(*int, seen, span),
        Token::FloatConstant(float) => fraction(*float.0.as_ref(), seen, span),
        Token::StringConstant(_) if seen.starts_with('"') => Ok(()),
        Token::StringConstant(_) => Err(refused("text stands in double quotes".to_owned())
            .help(format!("write \"{}\"", inner(seen)))),
        Token::CharConstant(_) => Err(single_quotes(seen, span)),
        Token::LexError(error) => Err(unreadable(error, span, text)),
        Token::Reserved(_)
            if matches!(before.last().map(|tok| &tok.token), Some(Token::Period)) =>
        {
            Ok(())
        }
        Token::Reserved(word) => Err(reserved(word, span)),
        Token::InterpolatedString(_) => {
            Err(refused("a text has no `${…}`".to_owned()).help(PLUGIN))
        }
        Token::UnaryPlus => {
            Err(refused("`+` before a value says nothing".to_owned()).help("leave it out"))
        }
        Token::Unit if is_method(before) => {
            Err(refused("functions are not called on a value".to_owned())
                .help("write the value between the parentheses: len(x)"))
        }
        Token::Unit => Err(refused("`()` is no value".to_owned()).help(
            "whether a value is there, `is_known(x)` tells; every function takes an argument",
        )),
        Token::Elvis | Token::QuestionBracket => {
            Err(refused(format!("`{seen}` has no place here"))
                .help("for a value that may be missing write `x ?? 0`"))
        }
        Token::Ampersand | Token::XOr | Token::LeftShift | Token::RightShift => {
            Err(refused(format!("`{seen}` works on bits"))
                .help("write `&&`, `||` or `!=` between conditions"))
        }
        Token::Equals => Err(
            refused("`=` assigns; a condition changes nothing".to_owned())
                .help("write `==` to compare"),
        ),
        token if token.is_op_assignment() => Err(refused(format!(
            "`{seen}` assigns; a condition changes nothing"
        ))
        .help("write `==` to compare")),
        token if is_allowed(token) => Ok(()),
        _ => Err(refused(format!("`{seen}` has no place in a condition")).help(PLUGIN)),
    }
}

/// `x.len()`, `1.5.round()`
fn is_method(before: &[Tok]) -> bool {
    let mut last = before.iter().rev().map(|tok| &tok.token);
    matches!(
        (last.next(), last.next()),
        (Some(Token::Identifier(_)), Some(Token::Period))
    )
}

/// The tokens of the language besides constants.
fn is_allowed(token: &Token) -> bool {
    matches!(
        token,
        Token::True
            | Token::False
            | Token::Identifier(_)
            | Token::LeftParen
            | Token::RightParen
            | Token::LeftBracket
            | Token::RightBracket
            | Token::LeftBrace
            | Token::RightBrace
            | Token::Comma
            | Token::Period
            | Token::Plus
            | Token::Minus
            | Token::UnaryMinus
            | Token::Multiply
            | Token::Divide
            | Token::Modulo
            | Token::PowerOf
            | Token::EqualsTo
            | Token::NotEqualsTo
            | Token::LessThan
            | Token::LessThanEqualsTo
            | Token::GreaterThan
            | Token::GreaterThanEqualsTo
            | Token::And
            | Token::Or
            | Token::Bang
            | Token::In
            | Token::NotIn
            | Token::If
            | Token::Else
            | Token::Switch
            | Token::Underscore
            | Token::DoubleArrow
            | Token::Pipe
            | Token::DoubleQuestion
            | Token::ExclusiveRange
            | Token::InclusiveRange
    )
}

fn whole_number(int: i64, seen: &str, span: Span) -> Result<(), Issue> {
    if int < 0 && !seen.starts_with('-') {
        return Err(too_large(seen, span));
    }
    Ok(())
}

fn fraction(float: f64, seen: &str, span: Span) -> Result<(), Issue> {
    let is_whole = !seen.contains(['.', 'e', 'E']);
    if is_whole || !float.is_finite() {
        return Err(too_large(seen, span));
    }
    Ok(())
}

fn too_large(seen: &str, span: Span) -> Issue {
    Issue::error(
        "number-too-large",
        span,
        format!("`{}` is too large a number", shorten(seen)),
    )
    .help("an int goes up to 9223372036854775807, a float to about 1.8e308")
}

fn single_quotes(seen: &str, span: Span) -> Issue {
    Issue::error(
        "single-quotes",
        span,
        "text stands in double quotes, not in single ones",
    )
    .help(format!("write \"{}\"", inner(seen)))
}

fn inner(seen: &str) -> &str {
    seen.trim_matches(['\'', '`', '#', '"'])
}

fn unreadable(error: &LexError, span: Span, text: &str) -> Issue {
    match error {
        LexError::MalformedChar(_) => {
            let rest = text.get(span.start as usize..).unwrap_or("");
            let close = rest
                .get(1..)
                .and_then(|rest| rest.find('\''))
                .map_or(rest.len(), |at| at + 2);
            let end = span.start + close as u32;
            single_quotes(rest.get(..close).unwrap_or(rest), Span { end, ..span })
        }
        LexError::UnterminatedString => {
            Issue::error("syntax", span, "this text has no closing quote")
        }
        LexError::MalformedEscapeSequence(escape) => {
            Issue::error("syntax", span, format!("`{escape}` is no escape"))
                .help(r#"write \\ for a backslash, \" for a quote"#)
        }
        LexError::MalformedNumber(number) => Issue::error(
            "syntax",
            span,
            format!("`{}` is no number", shorten(number)),
        ),
        LexError::ImproperSymbol(symbol, _) => improper(symbol, span),
        _ => Issue::error("syntax", span, "this cannot be read"),
    }
}

fn improper(symbol: &str, span: Span) -> Issue {
    let issue = Issue::error("syntax", span, format!("`{symbol}` is no operator"));
    match symbol {
        "===" => issue.help("write `==`"),
        "!==" => issue.help("write `!=`"),
        "<-" => issue.help("write `<=`, or a space before the minus sign"),
        "(*" | "*)" => issue.help("a comment is written /* … */"),
        _ => issue,
    }
}

fn reserved(word: &str, span: Span) -> Issue {
    let issue = Issue::error("reserved", span, format!("`{word}` is reserved by rhai"));
    match word {
        "null" | "nil" | "None" | "undefined" => {
            issue.help("a value that is missing is unknown: test it with `is_known(x)`")
        }
        _ => issue.help(PLUGIN),
    }
}

fn shorten(seen: &str) -> String {
    let mut short: String = seen.chars().take(40).collect();
    if short.len() < seen.len() {
        short.push('…');
    }
    short
}

/// Refuses what single tokens do not show.
pub(super) fn check(tokens: &Tokens, text: &str) -> Result<(), Issue> {
    let mut switches = vec![false];
    for (index, tok) in tokens.iter() {
        match &tok.token {
            Token::Period => period(tokens, index, text)?,
            Token::LeftBracket => bracket(tokens, index)?,
            Token::Bang if is_macro_call(tokens, index) => {
                return Err(Issue::error(
                    "refused",
                    tok.span,
                    "a function is called without `!`",
                ));
            }
            Token::LeftBrace => switches.push(opens_switch(tokens, index)),
            Token::RightBrace => {
                switches.pop();
            }
            Token::Pipe if switches.last() != Some(&true) => {
                return Err(Issue::error("refused", tok.span, "`|` works on bits")
                    .help("write `||` between conditions"));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A brace opens a `switch` if a `=>` stands directly in it.
fn opens_switch(tokens: &Tokens, open: usize) -> bool {
    let close = tokens.get(open).and_then(|tok| tok.partner).unwrap_or(open);
    let mut at = open + 1;
    while at < close {
        match tokens.get(at) {
            Some(tok) if tok.token == Token::DoubleArrow => return true,
            Some(tok) => at = tok.partner.filter(|partner| *partner > at).unwrap_or(at) + 1,
            None => return false,
        }
    }
    false
}

fn is_macro_call(tokens: &Tokens, bang: usize) -> bool {
    matches!(tokens.before(bang), Some(Token::Identifier(_)))
        && matches!(tokens.token(bang + 1), Some(Token::LeftParen))
}

/// A dot stands between a namespace and a name, and nowhere else.
fn period(tokens: &Tokens, index: usize, text: &str) -> Result<(), Issue> {
    let named = |at: Option<&Token>| matches!(at, Some(Token::Identifier(_) | Token::Reserved(_)));
    let begins = matches!(tokens.before(index), Some(Token::Identifier(_)));
    let follows = named(tokens.token(index + 1));
    let second = index.checked_sub(2).and_then(|at| tokens.token(at)) == Some(&Token::Period);
    let span = tokens.span((index.saturating_sub(1), index + 1));
    if matches!(
        tokens.token(index + 2),
        Some(Token::LeftParen | Token::Unit)
    ) && follows
    {
        let name = tokens.span((index + 1, index + 1));
        let name = text
            .get(name.start as usize..name.end as usize)
            .unwrap_or("");
        return Err(Issue::error(
            "refused",
            span,
            format!("`{name}` is not called on a value"),
        )
        .help(format!("write {name}(x, …)")));
    }
    // `plugin.<id>.<action>`
    let of_plugin = |namespace: usize| {
        matches!(tokens.token(namespace), Some(Token::Identifier(name)) if **name == "plugin")
            && tokens.before(namespace) != Some(&Token::Period)
    };
    let third = second && index.checked_sub(3).is_some_and(of_plugin);
    let begins = begins || third;
    if begins && follows && (!second || third) {
        return Ok(());
    }
    Err(Issue::error(
        "refused",
        span,
        "a dot stands only between a namespace and a name",
    )
    .help("a signal is written namespace.name, such as renewal.months_left"))
}

/// A bracket opens the list of `in`, and nothing else.
fn bracket(tokens: &Tokens, index: usize) -> Result<(), Issue> {
    let span = tokens.span((index, index));
    match tokens.before(index) {
        Some(Token::In | Token::NotIn) => Ok(()),
        Some(
            Token::Identifier(_)
            | Token::RightParen
            | Token::RightBracket
            | Token::RightBrace
            | Token::StringConstant(_),
        ) => Err(Issue::error("refused", span, "values are not indexed").help(PLUGIN)),
        _ => Err(
            Issue::error("refused", span, "a list stands only after `in`")
                .help("write x in [1, 2, 3]"),
        ),
    }
}
