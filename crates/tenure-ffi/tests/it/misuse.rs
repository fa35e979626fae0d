//! The misuse table: every function of the header, called wrongly in every way that a host can be wrong. The calls are
//! written from the header itself, as a C program, so that a function cannot be left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use crate::c::{HEADER, compiled, example, folder, here, run, there_is};
use crate::header::{declarations, name};

/// One argument of a function.
#[derive(Debug, Clone, PartialEq)]
enum Argument {
    /// A handle; whether it may be NULL.
    Handle(String, bool),
    /// A place for a handle of a kind.
    Out(String),
    /// An Arrow struct that is handed in, by the name of its argument.
    Arrow(String),
    /// A place for an Arrow struct of a kind.
    ArrowOut(String),
    /// The place for an error.
    Err,
    /// A place for a length.
    Len,
    /// Text or bytes, by name.
    Text(String),
    /// The length of the text before.
    TextLen,
    /// A row.
    Row,
    /// Another number.
    Number,
}

/// A function as the header declares it.
struct Function {
    name: String,
    returns: String,
    arguments: Vec<Argument>,
}

/// What comes out of a call that is wrong in one way.
struct Case {
    what: String,
    arguments: Vec<String>,
    expected: &'static str,
}

fn argument(text: &str) -> Option<Argument> {
    let (kind, name) = text.rsplit_once([' ', '*'])?;
    let kind = kind.trim_end();
    let pointer = text.contains('*');
    let tenure = kind.trim_start_matches("const ").strip_prefix("tenure_");
    Some(match (tenure, pointer) {
        _ if text == "tenure_error **err" => Argument::Err,
        _ if text.starts_with("struct Arrow") && name == "out" => {
            let kind = kind.trim_start_matches("struct ");
            Argument::ArrowOut(kind.trim_end_matches([' ', '*']).to_owned())
        }
        _ if text.contains("struct Arrow") => Argument::Arrow(name.to_owned()),
        (Some(kind), true) if text.contains("**") => {
            Argument::Out(kind.trim_end_matches([' ', '*']).to_owned())
        }
        (Some(kind), true) => {
            let kind = kind.trim_end_matches([' ', '*']);
            Argument::Handle(kind.to_owned(), kind == "config")
        }
        (_, true) if text == "size_t *len" => Argument::Len,
        (_, true) => Argument::Text(name.to_owned()),
        _ if name.ends_with("_len") => Argument::TextLen,
        _ if name == "row" => Argument::Row,
        _ => Argument::Number,
    })
}

fn function(declared: &str) -> Function {
    let (head, tail) = declared.split_once('(').unwrap();
    let name = name(declared).to_owned();
    let arguments = tail.trim_end_matches(')').split(", ");
    let mut function = Function {
        returns: head.strip_suffix(&name).unwrap().trim().to_owned(),
        arguments: arguments.filter_map(argument).collect(),
        name,
    };
    // A setting is set in a config that must be there; elsewhere it may be left out.
    if ["tenure_config_set", "tenure_config_free"].contains(&function.name.as_str()) {
        function.arguments[0] = Argument::Handle("config".to_owned(), false);
    }
    function
}

fn functions() -> Vec<Function> {
    declarations(HEADER)
        .iter()
        .map(|declared| function(declared))
        .collect()
}

/// Texts that are right, by the name of their argument.
fn right_text(function: &str, argument: &str) -> &'static str {
    match (function, argument) {
        ("tenure_config_set", "key") => "limits.depth",
        ("tenure_config_set", "value") => "9",
        ("tenure_why_not", "name") => "renewal-t3",
        ("tenure_tenant_parse", "json") => "{}",
        (_, "json") => "{\\\"id\\\":\\\"acme\\\"}",
        (_, "plugin") => {
            "/*---\\nid = 'ours'\\nversion = '1.0.0'\\ndictionary = '^1.0'\\n---*/\\nfn score(a) {}"
        }
        (_, "source") => {
            "[rulebook]\\nid = 'ours'\\nversion = '1.0.0'\\nlanguage = 1\\nextends = 'default-renewal'\\n"
        }
        (_, "as_of" | "until") => "2026-06-30",
        (_, "data") => "MERGE",
        (_, "name" | "id") => "ours",
        (function, argument) => panic!("{function}: no text for `{argument}`"),
    }
}

/// The arguments of a call in which nothing is wrong.
fn right(function: &Function) -> Vec<String> {
    let of = |argument: &Argument| match argument {
        Argument::Handle(kind, _) if function.name.ends_with("_free") => {
            format!("({}, (tenure_{kind} *)NULL)", "0")
        }
        Argument::Handle(kind, _) => kind.clone(),
        Argument::Out(kind) => format!("&out_{kind}"),
        Argument::Arrow(name) => format!("{name}_of(engine)"),
        Argument::ArrowOut(kind) => format!("&out_{kind}"),
        Argument::Err => "&failed".to_owned(),
        Argument::Len => "&len".to_owned(),
        Argument::Text(name) if name == "data" => "merge".to_owned(),
        Argument::Text(name) => format!("\"{}\"", right_text(&function.name, name)),
        Argument::TextLen => "TENURE_NTS".to_owned(),
        Argument::Row | Argument::Number => "0".to_owned(),
    };
    function.arguments.iter().map(of).collect()
}

/// What a function answers to a call of a handle that is not there.
fn without_handle(function: &Function) -> &'static str {
    match function.returns.as_str() {
        "tenure_status" => "100",
        "const char *" => "none",
        "size_t" => "0",
        "int64_t" if function.name.ends_with("_points") => "-9223372036854775808",
        "int64_t" => "-1",
        _ => "done",
    }
}

/// Every way in which a call of a function can be wrong.
fn cases(function: &Function) -> Vec<Case> {
    let right = right(function);
    let mut cases = Vec::new();
    let mut wrong = |at: usize, value: &str, what: String, expected: &'static str| {
        let mut arguments = right.clone();
        value.clone_into(&mut arguments[at]);
        cases.push(Case {
            what,
            arguments,
            expected,
        });
    };
    for (at, argument) in function.arguments.iter().enumerate() {
        match argument {
            Argument::Handle(kind, true) => wrong(at, "NULL", format!("no {kind}"), "0"),
            Argument::Handle(kind, false) => {
                wrong(at, "NULL", format!("no {kind}"), without_handle(function))
            }
            Argument::Out(kind) => wrong(at, "NULL", format!("no place for {kind}"), "100"),
            Argument::Arrow(name) => {
                wrong(at, "NULL", format!("no {name}"), "100");
                let gone = match name.as_str() {
                    "schema" => "305",
                    "batch" => "306",
                    _ => "307",
                };
                let what = format!("a {name} that was released before");
                wrong(at, &format!("released_{name}()"), what, gone);
            }
            Argument::ArrowOut(kind) => wrong(at, "NULL", format!("no place for {kind}"), "100"),
            Argument::Text(name) => {
                wrong(at, "NULL", format!("no {name}, with a length"), "100");
                let bad = if name == "data" { "304" } else { "102" };
                wrong(
                    at,
                    "\"\\xff\\xfe\"",
                    format!("{name} that is no UTF-8"),
                    bad,
                );
            }
            Argument::TextLen => {
                wrong(at, "(size_t)-2", "a negative length".to_owned(), "101");
            }
            Argument::Row => {
                let expected = match function.returns.as_str() {
                    "tenure_status" => "101",
                    _ => without_handle(function),
                };
                wrong(at, "99", "a row too many".to_owned(), expected);
                wrong(
                    at,
                    "(size_t)-1",
                    "a row below the first".to_owned(),
                    expected,
                );
            }
            Argument::Err => wrong(at, "NULL", "no place for an error".to_owned(), "0"),
            Argument::Len => wrong(at, "NULL", "no place for a length".to_owned(), "text"),
            Argument::Number => {}
        }
    }
    cases.push(Case {
        what: "nothing wrong".to_owned(),
        expected: match function.returns.as_str() {
            "tenure_status" => "0",
            "const char *" => "text",
            "void" => "done",
            _ => "number",
        },
        arguments: right,
    });
    cases
}

/// The text of a call with its outcome printed, all that it made freed, and what must not change held against before.
fn call(function: &Function, case: &Case) -> String {
    let call = format!("{}({})", function.name, case.arguments.join(", "));
    let label = format!("{}: {}", function.name, case.what);
    match function.returns.as_str() {
        "tenure_status" => format!("begin(); status = {call}; end(\"{label}\", status);"),
        "const char *" => format!("shown(\"{label}\", {call});"),
        "void" => format!("{call}; printf(\"{label}: done\\n\");"),
        _ => format!("number(\"{label}\", (long long){call});"),
    }
}

const KINDS: [&str; 14] = [
    "error",
    "text",
    "config",
    "loader",
    "rulebook",
    "builder",
    "engine",
    "tenant",
    "facts",
    "accounts",
    "session",
    "interrupt",
    "decisions",
    "summary",
];

const ARROW_KINDS: [&str; 3] = ["ArrowSchema", "ArrowArray", "ArrowArrayStream"];

/// What the program hands in as Arrow: two accounts of which only the ids are known, and how often it was released.
const ARROW: &str = r#"
static struct ArrowSchema out_ArrowSchema, schema_in, schema_id, *schema_children[1] = {&schema_id};
static struct ArrowArray out_ArrowArray, batch_in, batch_id, *batch_children[1] = {&batch_id};
static struct ArrowArrayStream out_ArrowArrayStream, stream_in;
static const int64_t ids[2] = {1, 2};
static const void *id_buffers[2] = {NULL, ids}, *batch_buffers[1] = {NULL};
static int made, released, pulled;
static void free_schema(struct ArrowSchema *self) { self->release = NULL; }
static void free_stream(struct ArrowArrayStream *self) { self->release = NULL; released++; }
static void free_part(struct ArrowArray *self) { self->release = NULL; }
static void free_batch(struct ArrowArray *self) {
  if (batch_id.release) batch_id.release(&batch_id);
  self->release = NULL; released++;
}
static const struct ArrowSchema *schema_of(const void *unused) {
  (void)unused;
  memset(&schema_id, 0, sizeof schema_id); memset(&schema_in, 0, sizeof schema_in);
  schema_id.format = "l"; schema_id.name = "id"; schema_id.release = free_schema;
  schema_in.format = "+s"; schema_in.n_children = 1; schema_in.children = schema_children; schema_in.release = free_schema;
  return &schema_in;
}
static struct ArrowArray *batch_of(const void *unused) {
  (void)unused;
  memset(&batch_id, 0, sizeof batch_id); memset(&batch_in, 0, sizeof batch_in);
  batch_id.length = 2; batch_id.n_buffers = 2; batch_id.buffers = id_buffers; batch_id.release = free_part;
  batch_in.length = 2; batch_in.n_buffers = 1; batch_in.buffers = batch_buffers; batch_in.n_children = 1;
  batch_in.children = batch_children; batch_in.release = free_batch; made++;
  return &batch_in;
}
static int stream_schema(struct ArrowArrayStream *self, struct ArrowSchema *out) { (void)self; *out = *schema_of(NULL); return 0; }
static int stream_next(struct ArrowArrayStream *self, struct ArrowArray *out) {
  (void)self;
  if (pulled++) { memset(out, 0, sizeof *out); return 0; }
  *out = *batch_of(NULL); return 0;
}
static const char *stream_error(struct ArrowArrayStream *self) { (void)self; return NULL; }
static struct ArrowArrayStream *stream_of(const void *unused) {
  (void)unused; made++; pulled = 0;
  stream_in.get_schema = stream_schema; stream_in.get_next = stream_next; stream_in.get_last_error = stream_error;
  stream_in.release = free_stream; stream_in.private_data = NULL;
  return &stream_in;
}
static const struct ArrowSchema *released_schema(void) { schema_of(NULL); schema_in.release = NULL; return &schema_in; }
static struct ArrowArray *released_batch(void) { memset(&batch_in, 0, sizeof batch_in); return &batch_in; }
static struct ArrowArrayStream *released_stream(void) { memset(&stream_in, 0, sizeof stream_in); return &stream_in; }
static void all_released(const char *what) {
  if (made != released) printf("%s: MADE %d AND RELEASED %d\n", what, made, released);
  if (batch_in.release || stream_in.release) printf("%s: NOT MARKED AS RELEASED\n", what);
  made = released = 0;
}
"#;

/// The program that makes every call of the table.
fn program(functions: &[Function]) -> String {
    let mut text = String::from(
        "#include <inttypes.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include \"tenure.h\"\n",
    );
    for kind in KINDS {
        writeln!(text, "static tenure_{kind} *{kind}, *out_{kind};").unwrap();
    }
    text.push_str(ARROW);
    text.push_str(
        "static tenure_error *failed; static size_t len; static tenure_status status; static const char *merge;\n",
    );
    text.push_str("static void begin(void) { failed = NULL;");
    for kind in KINDS {
        write!(text, " out_{kind} = NULL;").unwrap();
    }
    for kind in ARROW_KINDS {
        write!(text, " out_{kind}.release = NULL;").unwrap();
    }
    text.push_str("}\nstatic void end(const char *what, tenure_status got) { int given = 0;");
    for kind in KINDS {
        write!(
            text,
            " if (out_{kind}) {{ given = 1; tenure_{kind}_free(out_{kind}); }}"
        )
        .unwrap();
    }
    for kind in ARROW_KINDS {
        write!(
            text,
            " if (out_{kind}.release) {{ given = 1; out_{kind}.release(&out_{kind}); }}"
        )
        .unwrap();
    }
    text.push_str(" all_released(what);");
    text.push_str(
        " if (got != TENURE_OK && given) printf(\"%s: AN OUTPUT IN SPITE OF IT\\n\", what);
  if (got == TENURE_OK && failed) printf(\"%s: AN ERROR FOR NOTHING\\n\", what);
  if (failed && tenure_error_status(failed) != got) printf(\"%s: ANOTHER ERROR\\n\", what);
  if (failed && !tenure_error_message(failed, NULL)[0]) printf(\"%s: NO MESSAGE\\n\", what);
  tenure_error_free(failed); printf(\"%s: %d\\n\", what, (int)got); }
static void shown(const char *what, const char *got) { printf(\"%s: %s\\n\", what, got ? \"text\" : \"none\"); }
static void number(const char *what, long long got) { printf(\"%s: %lld\\n\", what, got); }
static void must(tenure_status got) { if (got != TENURE_OK) { printf(\"CANNOT BEGIN\\n\"); exit(1); } }
int main(void) {
  tenure_config_set(NULL, \"\", 0, \"\", 0, &error);
  must(tenure_config_new(&config, NULL)); must(tenure_loader_new(&loader, NULL));
  must(tenure_config_keys(&text, NULL)); must(tenure_rulebook_default(&rulebook, NULL));
  must(tenure_builder_new(config, &builder, NULL)); must(tenure_builder_rulebook(builder, rulebook, NULL));
  must(tenure_builder_build(builder, &engine, NULL)); must(tenure_tenant_parse(NULL, \"{}\", 2, &tenant, NULL));
  must(tenure_facts_new(tenant, \"2026-06-30\", 10, &facts, NULL));
  must(tenure_accounts_parse(config, \"{\\\"id\\\":\\\"acme\\\"}\", TENURE_NTS, &accounts, NULL));
  must(tenure_session_new(engine, &session, NULL));
  must(tenure_decide(session, accounts, tenant, \"2026-06-30\", 10, &decisions, NULL));
  must(tenure_summary_new(engine, &summary, NULL)); must(tenure_summary_bytes(summary, &text, NULL));
  merge = tenure_text_data(text, NULL); must(tenure_interrupt_new(session, &interrupt, NULL));\n",
    );
    for function in functions {
        for case in cases(function) {
            writeln!(text, "  {}", call(function, &case)).unwrap();
            // The rulebook binds no such plugin, so that nothing would be built of the builder any more.
            if function.name == "tenure_builder_plugin" {
                text.push_str("  tenure_builder_free(builder); must(tenure_builder_new(config, &builder, NULL)); must(tenure_builder_rulebook(builder, rulebook, NULL));\n");
            }
            // It is raised for a call, and must not end the next one of the table.
            if function.name == "tenure_interrupt_raise" {
                text.push_str("  tenure_decide_tenant(session, tenant, \"2026-06-30\", 10, &out_text, NULL);\n");
            }
        }
    }
    text.push_str("  (void)status; (void)len; return 0; }\n");
    text
}

/// What each case printed.
fn printed(program: &str) -> BTreeMap<String, String> {
    let folder = folder("misuse");
    let source = folder.join("misuse.c");
    fs::write(&source, program).unwrap();
    let program = compiled(
        &folder,
        &source,
        &here().join("include"),
        &["-Wno-unused-value"],
    );
    let printed = run(&program, [example("portfolio.jsonl")]);
    let lines = printed.lines().map(|line| line.rsplit_once(": ").unwrap());
    let lines: Vec<(&str, &str)> = lines.collect();
    assert_eq!(complaints(&lines), [("", ""); 0]);
    lines
        .into_iter()
        .map(|(what, got)| (what.to_owned(), got.to_owned()))
        .collect()
}

/// The lines in which the program itself complains.
fn complaints<'p>(lines: &[(&'p str, &'p str)]) -> Vec<(&'p str, &'p str)> {
    let is_answer =
        |got: &str| got.parse::<i64>().is_ok() || ["text", "none", "done"].contains(&got);
    let complaint = |line: &&(&str, &str)| !is_answer(line.1);
    lines.iter().filter(complaint).copied().collect()
}

#[test]
fn a_complaint_of_the_program_is_seen() {
    let lines = [("x", "0"), ("x", "AN ERROR FOR NOTHING"), ("y", "none")];
    assert_eq!(complaints(&lines), lines[1..2]);
}

/// The cases whose outcome is not what the table says.
fn differences(functions: &[Function], printed: &BTreeMap<String, String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for function in functions {
        for case in cases(function) {
            let label = format!("{}: {}", function.name, case.what);
            let got = printed.get(&label).map_or("nothing", String::as_str);
            let fits = match case.expected {
                "number" => got.parse::<i64>().is_ok(),
                // Numbers of a status of its own: those that take a status or an error answer with it.
                expected => got == expected,
            };
            if !fits {
                wrong.push(format!("{label}: {got}, not {}", case.expected));
            }
        }
    }
    wrong
}

#[test]
fn every_function_refuses_what_is_wrong() {
    if !there_is("cc") {
        return;
    }
    let functions = functions();
    let printed = printed(&program(&functions));
    let wrong = differences(&functions, &printed);
    assert_eq!(wrong, ANSWERS);
    let covered: BTreeSet<&str> = printed
        .keys()
        .filter_map(|what| what.split(": ").next())
        .collect();
    let declared: BTreeSet<&str> = functions
        .iter()
        .map(|function| function.name.as_str())
        .collect();
    assert_eq!(covered, declared);
    // An outcome that is another one is seen.
    let mut other = printed.clone();
    other.insert("tenure_decide: no session".to_owned(), "0".to_owned());
    assert_ne!(differences(&functions, &other), wrong);
}

/// Functions that answer with a status without being able to fail.
const ANSWERS: [&str; 2] = [
    "tenure_abi_check: nothing wrong: 103, not 0",
    "tenure_error_status: nothing wrong: 100, not 0",
];
