//! `#[derive(Reasons)]` and `#[derive(Actions)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, Error, Expr, ExprLit, Fields, Ident, Lit, LitStr, MetaNameValue, Result,
    Token, Variant,
};

/// What the codes stand for.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Reasons,
    Actions,
}

/// One variant: its name, code and texts.
struct Code<'a> {
    name: &'a Ident,
    code: String,
    texts: Vec<(String, LitStr)>,
}

pub(crate) fn derive(item: &DeriveInput, kind: Kind) -> Result<TokenStream> {
    let Data::Enum(data) = &item.data else {
        return Err(Error::new(
            item.ident.span(),
            "codes are the variants of an enum",
        ));
    };
    let codes = data.variants.iter().map(code).collect::<Result<Vec<_>>>()?;
    if codes.is_empty() {
        let message =
            "an enum of codes has a variant; for a plugin that proposes nothing leave it out";
        return Err(Error::new(item.ident.span(), message));
    }
    twice(&codes)?;
    Ok(written(&item.ident, &codes, kind))
}

fn written(name: &Ident, codes: &[Code<'_>], kind: Kind) -> TokenStream {
    let (kind, list) = match kind {
        Kind::Reasons => (quote!(Reasons), quote!(REASONS)),
        Kind::Actions => (quote!(Actions), quote!(ACTIONS)),
    };
    let variants = codes.iter().map(|code| code.name);
    let places = 0..codes.len() as u16;
    let entries = codes.iter().map(|code| {
        let texts = code
            .texts
            .iter()
            .map(|(language, text)| quote!((#language, #text)));
        let code = &code.code;
        quote!(::tenure_plugin::CodeText { code: #code, texts: &[#(#texts),*] })
    });
    quote! {
        impl ::tenure_plugin::#kind for #name {
            const #list: &'static [::tenure_plugin::CodeText] = &[#(#entries),*];

            #[inline]
            fn index(self) -> u16 {
                match self {
                    #(Self::#variants => #places,)*
                }
            }
        }
    }
}

fn code(variant: &Variant) -> Result<Code<'_>> {
    if !matches!(variant.fields, Fields::Unit) {
        return Err(Error::new(variant.fields.span(), "a code has no fields"));
    }
    let mut code = kebab(&variant.ident.to_string());
    let mut texts = Vec::new();
    for attribute in &variant.attrs {
        if attribute.path().is_ident("code") {
            code = checked(&attribute.parse_args::<LitStr>()?)?;
        } else if attribute.path().is_ident("text") {
            let pairs = attribute
                .parse_args_with(Punctuated::<MetaNameValue, Token![,]>::parse_terminated)?;
            for pair in &pairs {
                texts.push(text(pair)?);
            }
        }
    }
    if texts.is_empty() {
        let message = "say in words what this stands for: #[text(en = \"...\")]";
        return Err(Error::new(variant.ident.span(), message));
    }
    Ok(Code {
        name: &variant.ident,
        code,
        texts,
    })
}

fn text(pair: &MetaNameValue) -> Result<(String, LitStr)> {
    let Expr::Lit(ExprLit {
        lit: Lit::Str(text),
        ..
    }) = &pair.value
    else {
        return Err(Error::new(
            pair.value.span(),
            "a text in quotes belongs here",
        ));
    };
    if text.value().trim().is_empty() {
        return Err(Error::new(text.span(), "this text is empty"));
    }
    Ok((pair.path.require_ident()?.to_string(), text.clone()))
}

fn checked(code: &LitStr) -> Result<String> {
    let value = code.value();
    let fits = value.starts_with(|c: char| c.is_ascii_lowercase())
        && value
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    if fits {
        Ok(value)
    } else {
        let message =
            "a code is written in lower case, digits and hyphens, and begins with a letter";
        Err(Error::new(code.span(), message))
    }
}

fn twice(codes: &[Code<'_>]) -> Result<()> {
    for (at, code) in codes.iter().enumerate() {
        if codes.iter().take(at).any(|other| other.code == code.code) {
            let message = format!("another variant has the code `{}` already", code.code);
            return Err(Error::new(code.name.span(), message));
        }
    }
    Ok(())
}

/// `LatePayer` as `late-payer`.
fn kebab(name: &str) -> String {
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.extend(letter.to_lowercase().filter(|c| *c != '_'));
    }
    kebab
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_codes() {
        for (name, code) in [
            ("LatePayer", "late-payer"),
            ("Late", "late"),
            ("T3Passed", "t3-passed"),
        ] {
            assert_eq!(kebab(name), code);
        }
    }
}
