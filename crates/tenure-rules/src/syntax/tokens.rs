//! The tokens of a text, with their places in bytes: rhai's tree knows only where an operator stands.

use rhai::{Engine, Position, Token};

use crate::expr::Span;
use crate::issue::Issue;

use super::refuse;

/// A token and where it stands.
#[derive(Debug)]
pub(super) struct Tok {
    pub(super) token: Token,
    pub(super) span: Span,
    position: (usize, usize),
    /// The bracket that closes or opens this one.
    pub(super) partner: Option<usize>,
}

/// All tokens of a text, without the end.
#[derive(Debug)]
pub(super) struct Tokens(Vec<Tok>);

impl Tokens {
    pub(super) fn get(&self, index: usize) -> Option<&Tok> {
        self.0.get(index)
    }

    pub(super) fn token(&self, index: usize) -> Option<&Token> {
        self.0.get(index).map(|tok| &tok.token)
    }

    /// The token before one.
    pub(super) fn before(&self, index: usize) -> Option<&Token> {
        index.checked_sub(1).and_then(|before| self.token(before))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &Tok)> {
        self.0.iter().enumerate()
    }

    /// The token that begins at one of rhai's positions.
    pub(super) fn at(&self, position: Position) -> Option<usize> {
        let wanted = (position.line()?, position.position()?);
        self.0
            .binary_search_by_key(&wanted, |tok| tok.position)
            .ok()
    }

    pub(super) fn span_at(&self, position: Position) -> Option<Span> {
        self.get(self.at(position)?).map(|tok| tok.span)
    }

    /// The bytes from one token to another.
    pub(super) fn span(&self, (first, last): (usize, usize)) -> Span {
        let start = self.get(first).map_or(0, |tok| tok.span.start);
        let end = self.get(last).map_or(start, |tok| tok.span.end);
        Span { start, end }
    }

    /// A range of tokens made to hold the partner of every bracket in it.
    pub(super) fn balanced(&self, (first, last): (usize, usize)) -> (usize, usize) {
        let (mut first, mut last) = (first, last);
        let mut at = first;
        while at <= last {
            if let Some(partner) = self.get(at).and_then(|tok| tok.partner) {
                last = last.max(partner);
                if partner < first {
                    (first, at) = (partner, partner);
                }
            }
            at += 1;
        }
        (first, last)
    }

    /// Whether a range of tokens stands in parentheses of its own (not those of a call).
    pub(super) fn in_parens(&self, (first, last): (usize, usize)) -> bool {
        let Some(open) = first.checked_sub(1) else {
            return false;
        };
        self.token(open) == Some(&Token::LeftParen)
            && self.get(open).and_then(|tok| tok.partner) == Some(last + 1)
            && !matches!(self.before(open), Some(Token::Identifier(_)))
    }

    /// The first token from an index on that is the one wanted.
    pub(super) fn find(&self, from: usize, wanted: &Token) -> Option<usize> {
        (from..self.0.len()).find(|index| self.token(*index) == Some(wanted))
    }
}

/// Splits a text into tokens; the first one that has no place in a condition is an error.
pub(super) fn scan(engine: &Engine, text: &str) -> Result<Tokens, Issue> {
    let places = Places::new(text);
    let inputs = [text];
    let (mut stream, _control) = engine.lex(&inputs);
    let mut tokens = Vec::new();
    while let Some((token, position)) = stream.next() {
        if token == Token::EOF {
            break;
        }
        let start = places.offset(position);
        let end = places.after(stream.pos).max(start);
        let span = Span { start, end };
        refuse::token(&token, span, text, &tokens)?;
        tokens.push(Tok {
            token,
            span,
            position: (
                position.line().unwrap_or(0),
                position.position().unwrap_or(0),
            ),
            partner: None,
        });
    }
    pair(&mut tokens)?;
    Ok(Tokens(tokens))
}

/// Finds the partner of every bracket.
fn pair(tokens: &mut [Tok]) -> Result<(), Issue> {
    let mut open: Vec<usize> = Vec::new();
    for index in 0..tokens.len() {
        let Some(tok) = tokens.get(index) else { break };
        match &tok.token {
            Token::LeftParen | Token::LeftBracket | Token::LeftBrace => open.push(index),
            Token::RightParen | Token::RightBracket | Token::RightBrace => {
                let span = tok.span;
                let close = tok.token.literal_syntax();
                let partner = open.pop().filter(|opener| {
                    tokens
                        .get(*opener)
                        .is_some_and(|tok| closes(&tok.token, close))
                });
                let Some(opener) = partner else {
                    return Err(Issue::error(
                        "syntax",
                        span,
                        format!("`{close}` closes nothing"),
                    ));
                };
                for (one, other) in [(index, opener), (opener, index)] {
                    if let Some(tok) = tokens.get_mut(one) {
                        tok.partner = Some(other);
                    }
                }
            }
            _ => {}
        }
    }
    match open.last().and_then(|index| tokens.get(*index)) {
        None => Ok(()),
        Some(tok) => {
            let bracket = tok.token.literal_syntax();
            Err(Issue::error(
                "syntax",
                tok.span,
                format!("`{bracket}` is never closed"),
            ))
        }
    }
}

fn closes(open: &Token, close: &str) -> bool {
    matches!(
        (open.literal_syntax(), close),
        ("(", ")") | ("[", "]") | ("{", "}")
    )
}

/// Lines and columns (in characters) to bytes.
struct Places {
    /// The first byte of each character, and the end.
    chars: Vec<u32>,
    /// The first character of each line.
    lines: Vec<usize>,
}

impl Places {
    fn new(text: &str) -> Self {
        let mut places = Self {
            chars: Vec::with_capacity(text.len() + 1),
            lines: vec![0],
        };
        for (index, (byte, c)) in text.char_indices().enumerate() {
            places.chars.push(byte as u32);
            if c == '\n' {
                places.lines.push(index + 1);
            }
        }
        places.chars.push(text.len() as u32);
        places
    }

    fn offset(&self, position: Position) -> u32 {
        self.byte(self.character(position))
    }

    fn after(&self, position: Position) -> u32 {
        self.byte(self.character(position) + 1)
    }

    fn character(&self, position: Position) -> usize {
        let line = position.line().unwrap_or(1);
        let first = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        first + position.position().unwrap_or(0).saturating_sub(1)
    }

    fn byte(&self, character: usize) -> u32 {
        let last = self.chars.last().copied().unwrap_or(0);
        self.chars.get(character).copied().unwrap_or(last)
    }
}
