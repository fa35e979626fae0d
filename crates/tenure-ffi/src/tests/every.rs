//! What the header declares.

/// The declarations of functions in a header, each in one line without comments.
pub(super) fn declarations(header: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = header;
    while let Some((code, comment)) = rest.split_once("/*") {
        text.push_str(code);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let no_directive = |line: &&str| !line.trim_start().starts_with('#');
    let lines: Vec<&str> = text.lines().filter(no_directive).collect();
    let text = lines.join("\n");
    let parts = text.split("TENURE_API ").skip(1);
    let declared = parts.filter_map(|part| part.split_once(';'));
    declared
        .map(|(declared, _)| declared.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|declared| declared.contains('('))
        .collect()
}

/// The name of a declared function.
pub(super) fn name(declared: &str) -> &str {
    let before = declared.split('(').next().unwrap_or_default();
    before.trim().rsplit([' ', '*']).next().unwrap_or_default()
}
