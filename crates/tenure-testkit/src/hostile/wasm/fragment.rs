//! Files of the corpus, and the plugin around them.

use tenure_wasm::component_of;

/// A file of the corpus: what it tries in one line, how it may end, and WebAssembly text.
///
/// The text is either whole (it begins with `(module` or `(component`), or functions that take the place of those of a
/// sound plugin. `{{n|text}}` stands for a text n times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fragment {
    /// What it tries.
    pub tries: String,
    /// How it may end: words of error kinds, or `ok`.
    pub expected: Vec<String>,
    /// What it says of itself, instead of the usual.
    describe: Option<String>,
    body: String,
}

/// What a plugin of the corpus says of itself.
const DESCRIPTION: &str = r#"{"id":"hostile","version":"1.0.0","dictionary":"^1.0","max_points":20,
"inputs":[{"name":"billing.days_overdue","type":"int","required":false}],
"reasons":[{"code":"a","text":{}},{"code":"b","text":{}}],"actions":[{"code":"c","text":{}}]}"#;

/// Where its description lies.
const DESCRIPTION_AT: usize = 1024;

/// What each export is where a fragment does not say.
const USUAL: [(&str, &str); 4] = [
    (
        "describe",
        r#"(func (export "describe") (result i32) (i32.const 16))"#,
    ),
    (
        "configure",
        r#"(func (export "configure") (param i32 i32) (result i32) (i32.const 32))"#,
    ),
    (
        "score",
        r#"(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
            (global.set $heap (i32.const 65536)) (i32.const 64))"#,
    ),
    (
        "cabi_realloc",
        r#"(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
            (local.set $at (i32.and
                (i32.sub (i32.add (global.get $heap) (local.get 2)) (i32.const 1))
                (i32.sub (i32.const 0) (local.get 2))))
            (global.set $heap (i32.add (local.get $at) (local.get 3)))
            (block $fits (loop $more
                (br_if $fits (i32.le_u (global.get $heap) (i32.mul (memory.size) (i32.const 65536))))
                (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))
                (br $more)))
            (local.get $at))"#,
    ),
];

/// Five points for the first four rows under the first reason, and a proposal for the first two.
const ANSWER: &str = r#"
    (data (i32.const 64) "\00\00\00\00\00\02\00\00\04\00\00\00\30\02\00\00\04\00\00\00\58\02\00\00\04\00\00\00\80\02\00\00\02\00\00\00\a8\02\00\00\02\00\00\00")
    (data (i32.const 512) "\00\00\00\00\01\00\00\00\02\00\00\00\03\00\00\00")
    (data (i32.const 600) "\05\00\00\00\05\00\00\00\05\00\00\00\05\00\00\00")
    (data (i32.const 640) "\00\00\00\00\01\00\00\00")
"#;

impl Fragment {
    /// Reads a file of the corpus.
    ///
    /// # Errors
    ///
    /// A text, where the file does not say what it tries or how it may end.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut told = text.lines().map_while(|line| line.strip_prefix(";; "));
        let tries = told
            .next()
            .ok_or("the first line says what the module tries: `;; loops for ever`")?;
        let expected = told
            .next()
            .and_then(|line| line.strip_prefix("expect: "))
            .ok_or("the second line says how it may end: `;; expect: out_of_fuel`")?;
        Ok(Self {
            tries: tries.to_owned(),
            expected: expected.split('|').map(str::to_owned).collect(),
            describe: told
                .next()
                .and_then(|line| line.strip_prefix("describe: "))
                .map(repeated),
            body: repeated(text),
        })
    }

    /// The bytes that are handed to the host.
    ///
    /// # Errors
    ///
    /// A text, where the file is no WebAssembly text, or no component can be made of it.
    pub fn component(&self) -> Result<Vec<u8>, String> {
        let code = self
            .body
            .lines()
            .find(|line| !line.starts_with(";;"))
            .unwrap_or_default();
        if code.starts_with("(module $whole") || code.starts_with("(component") {
            return assembled(&self.body);
        }
        if code.starts_with("(module") {
            return Ok(inside_a_component(&assembled(&self.body)?));
        }
        let module = assembled(&self.module())?;
        // What no tool would join is handed over in a bare component: the host has to refuse it.
        Ok(component_of(&module).unwrap_or_else(|_| inside_a_component(&module)))
    }

    /// The module with all that the fragment does not say.
    fn module(&self) -> String {
        let description = self.describe.as_deref().unwrap_or(DESCRIPTION);
        let usual = USUAL
            .iter()
            .filter(|(name, _)| !self.body.contains(&format!("(export \"{name}\")")));
        let usual: String = usual.map(|(_, function)| *function).collect();
        let memory = if self.body.contains("(export \"memory\")") {
            ""
        } else {
            "(memory (export \"memory\") 2)"
        };
        let text = format!(
            "(module {IMPORT} {memory} (global $heap (mut i32) (i32.const 65536))
             (data (i32.const 16) \"{}{}\") (data (i32.const {DESCRIPTION_AT}) \"{}\") {ANSWER} {usual} {}\n)",
            little(DESCRIPTION_AT),
            little(description.len()),
            escaped(description),
            self.body,
        );
        named(text)
    }
}

const IMPORT: &str = r#"(import "tenure:plugin/host@1.0.0" "log" (func $log (param i32 i32)))"#;

/// A plugin that keeps to the contract: the usual answer for every batch.
///
/// # Errors
///
/// A text, where no component can be made; this is a fault of the kit.
pub fn sound() -> Result<Vec<u8>, String> {
    Fragment::parse(";; keeps to the contract\n;; expect: ok\n")?.component()
}

fn assembled(text: &str) -> Result<Vec<u8>, String> {
    wat::parse_str(text).map_err(|error| error.to_string())
}

/// Exports under their full names.
fn named(text: String) -> String {
    ["describe", "configure", "score"]
        .iter()
        .fold(text, |text, name| {
            let full = format!("tenure:plugin/scoring@1.0.0#{name}");
            text.replace(
                &format!("(export \"{name}\")"),
                &format!("(export \"{full}\")"),
            )
            .replace(
                &format!("(export \"cabi_post_{name}\")"),
                &format!("(export \"cabi_post_{full}\")"),
            )
        })
}

/// A component that holds a core module and does nothing with it: magic, version and layer, then one section.
pub(super) fn inside_a_component(module: &[u8]) -> Vec<u8> {
    let mut component = b"\0asm\x0d\0\x01\0\x01".to_vec();
    let mut left = module.len();
    loop {
        let low = (left & 0x7f) as u8;
        left >>= 7;
        if left == 0 {
            component.push(low);
            break;
        }
        component.push(low | 0x80);
    }
    component.extend_from_slice(module);
    component
}

/// `{{n|text}}` as the text n times.
fn repeated(text: &str) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some(((times, piece), after)) = after
            .split_once("}}")
            .and_then(|(inner, after)| Some((inner.split_once('|')?, after)))
        else {
            break;
        };
        whole.push_str(before);
        whole.push_str(&piece.repeat(times.parse().unwrap_or(0)));
        rest = after;
    }
    whole + rest
}

fn little(number: usize) -> String {
    escape(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes())
}

fn escaped(text: &str) -> String {
    escape(text.as_bytes())
}

fn escape(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("\\{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_repeated() {
        assert_eq!(repeated("a{{3|bc}}d{{2|e}}"), "abcbcbcdee");
        assert_eq!(repeated("a{b"), "a{b");
    }

    #[test]
    fn a_file_says_what_it_tries_and_how_it_may_end() {
        let fragment = Fragment::parse(";; loops\n;; expect: out_of_fuel|trap\n(func)").unwrap();
        assert_eq!(fragment.tries, "loops");
        assert_eq!(fragment.expected, ["out_of_fuel", "trap"]);
        assert!(Fragment::parse("(func)").is_err());
        assert!(Fragment::parse(";; loops\n(func)").is_err());
    }
}
