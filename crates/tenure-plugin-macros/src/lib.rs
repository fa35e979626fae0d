//! The macros of `tenure-plugin`, which documents them.
//!
//! What they write names everything by its path from `::tenure_plugin`.

mod codes;
mod inputs;
mod parameters;
mod plugin;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Reads a struct from columns: one field for each signal, named by `#[input("...")]`.
#[proc_macro_derive(Inputs, attributes(input))]
pub fn inputs(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    written(inputs::derive(&item))
}

/// Makes an enum a list of reasons; each variant has `#[text(en = "...")]`, and may have `#[code("...")]`.
#[proc_macro_derive(Reasons, attributes(text, code))]
pub fn reasons(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    written(codes::derive(&item, codes::Kind::Reasons))
}

/// Makes an enum a list of actions; each variant has `#[text(en = "...")]`, and may have `#[code("...")]`.
#[proc_macro_derive(Actions, attributes(text, code))]
pub fn actions(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    written(codes::derive(&item, codes::Kind::Actions))
}

/// Makes a struct a list of parameters; a field may have `#[parameter(default = ..., min = ..., max = ...)]`.
#[proc_macro_derive(Parameters, attributes(parameter))]
pub fn parameters(item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as DeriveInput);
    written(parameters::derive(&item))
}

/// Makes the function of one row a plugin: `#[plugin(id = "...", version = "...", dictionary = "^1.0", max_points = 20)]`.
#[proc_macro_attribute]
pub fn plugin(settings: TokenStream, item: TokenStream) -> TokenStream {
    written(plugin::attribute(settings.into(), item.into()))
}

fn written(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result
        .unwrap_or_else(|error| error.into_compile_error())
        .into()
}

#[cfg(test)]
mod tests {
    use super::{codes, inputs, parameters, plugin};
    use proc_macro2::TokenStream;

    fn said<T>(result: syn::Result<T>) -> String {
        result
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    }

    fn item(text: &str) -> syn::DeriveInput {
        syn::parse_str(text).unwrap()
    }

    fn tokens(text: &str) -> TokenStream {
        text.parse().unwrap()
    }

    #[test]
    fn inputs_that_cannot_be_read_are_told() {
        let cases = [
            ("struct A { a: i64 }", "say which signal this is read from"),
            ("struct A;", "a named field for each"),
            ("struct A(#[input(\"a.b\")] i64);", "a named field for each"),
            ("enum A { B }", "is a struct with a named field"),
            (
                "struct A<T> { #[input(\"a.b\")] a: T }",
                "no type parameters",
            ),
            (
                "struct A { #[input(\"a.b\")] a: i64, #[input(\"a.b\")] b: i64 }",
                "read from this signal already",
            ),
            (
                "struct A { #[input(\"a.b\")] #[input(\"a.c\")] a: i64 }",
                "read from one signal",
            ),
            ("struct A<'x> { #[input(\"a.b\")] a: &'x str }", ""),
        ];
        for (text, expected) in cases {
            let said = said(inputs::derive(&item(text)));
            assert!(
                said.contains(expected) && said.is_empty() == expected.is_empty(),
                "{text}: {said}"
            );
        }
    }

    #[test]
    fn codes_that_say_too_little_are_told() {
        let cases = [
            ("enum A {}", "has a variant"),
            ("enum A { B }", "say in words what this stands for"),
            ("enum A { #[text(en = \"\")] B }", "this text is empty"),
            (
                "enum A { #[text(en = 1)] B }",
                "a text in quotes belongs here",
            ),
            (
                "enum A { #[text(en = \"b\")] B(u8) }",
                "a code has no fields",
            ),
            (
                "enum A { #[code(\"No\")] #[text(en = \"b\")] B }",
                "lower case, digits and hyphens",
            ),
            (
                "enum A { #[text(en = \"b\")] B, #[code(\"b\")] #[text(en = \"c\")] C }",
                "has the code `b` already",
            ),
            ("struct A;", "the variants of an enum"),
            ("enum A { #[text(en = \"b\", ko = \"c\")] B }", ""),
        ];
        for (text, expected) in cases {
            let said = said(codes::derive(&item(text), codes::Kind::Reasons));
            assert!(
                said.contains(expected) && said.is_empty() == expected.is_empty(),
                "{text}: {said}"
            );
        }
    }

    #[test]
    fn parameters_that_make_no_sense_are_told() {
        let cases = [
            (
                "struct A { #[parameter(least = 1)] a: i64 }",
                "`default`, `min` and `max`",
            ),
            (
                "struct A { #[parameter(default = now())] a: i64 }",
                "a number, a text in quotes",
            ),
            ("struct A(i64);", "named fields"),
            ("enum A { B }", "the fields of a struct"),
            (
                "struct A { #[parameter(default = -1, max = 2.5)] a: f64, b: String }",
                "",
            ),
        ];
        for (text, expected) in cases {
            let said = said(parameters::derive(&item(text)));
            assert!(
                said.contains(expected) && said.is_empty() == expected.is_empty(),
                "{text}: {said}"
            );
        }
    }

    #[test]
    fn functions_that_score_no_row_are_told() {
        let sound = "fn score(a: &A<'_>, c: &Context<'_, P>, s: &mut Scores<R>) {}";
        let settings = "dictionary = \"^1.0\", max_points = 3";
        let cases = [
            (settings, "fn score() {}", "looks like `fn score("),
            (
                settings,
                "fn score(a: A, c: &Context, s: &mut Scores<R>) {}",
                "looks like `fn score(",
            ),
            (
                settings,
                "fn score(a: &A, c: &Context, s: &mut Scores) {}",
                "which enum the reasons are",
            ),
            (
                settings,
                "fn score(a: &A, c: &Context, s: &mut Scores<R>) -> i32 { 1 }",
                "returns nothing",
            ),
            ("max_points = 3", sound, "dictionary = \"^1.0\""),
            ("dictionary = \"^1.0\"", sound, "max_points = 20"),
            ("dictionary = 1, max_points = 3", sound, "a text in quotes"),
            ("name = \"a\"", sound, "can be set here"),
            (settings, sound, ""),
        ];
        for (settings, text, expected) in cases {
            let said = said(plugin::attribute(tokens(settings), tokens(text)));
            assert!(
                said.contains(expected) && said.is_empty() == expected.is_empty(),
                "{text}: {said}"
            );
        }
    }
}
