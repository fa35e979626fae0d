//! `#[derive(Parameters)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, ExprUnary, Field, Fields, Lit,
    MetaNameValue, Result, Token, UnOp,
};

pub(crate) fn derive(item: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &item.data else {
        return Err(Error::new(
            item.ident.span(),
            "parameters are the fields of a struct",
        ));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new(item.ident.span(), "parameters are named fields"));
    };
    let entries = fields.named.iter().map(entry).collect::<Result<Vec<_>>>()?;
    let name = &item.ident;
    Ok(quote! {
        impl ::tenure_plugin::Parameters for #name {
            const PARAMETERS: &'static [::tenure_plugin::Parameter] = &[#(#entries),*];
        }
    })
}

/// What one field may be told.
#[derive(Default)]
struct Told {
    default: Option<TokenStream>,
    min: Option<TokenStream>,
    max: Option<TokenStream>,
}

fn entry(field: &Field) -> Result<TokenStream> {
    let name = field
        .ident
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let ty = &field.ty;
    let mut told = Told::default();
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("parameter"))
    {
        tell(attribute, &mut told)?;
    }
    let text = words(&field.attrs);
    let [default, min, max] = [told.default, told.min, told.max].map(|told| match told {
        Some(setting) => quote!(::std::option::Option::Some(#setting)),
        None => quote!(::std::option::Option::None),
    });
    Ok(quote!(::tenure_plugin::Parameter {
        name: #name,
        ty: <#ty as ::tenure_plugin::FromSetting>::TYPE,
        default: #default,
        min: #min,
        max: #max,
        text: #text,
    }))
}

fn tell(attribute: &Attribute, told: &mut Told) -> Result<()> {
    let pairs =
        attribute.parse_args_with(Punctuated::<MetaNameValue, Token![,]>::parse_terminated)?;
    for pair in &pairs {
        let setting = setting(&pair.value)?;
        if pair.path.is_ident("default") {
            told.default = Some(setting);
        } else if pair.path.is_ident("min") {
            told.min = Some(setting);
        } else if pair.path.is_ident("max") {
            told.max = Some(setting);
        } else {
            return Err(Error::new(
                pair.path.span(),
                "a parameter has `default`, `min` and `max`",
            ));
        }
    }
    Ok(())
}

fn setting(value: &Expr) -> Result<TokenStream> {
    let (literal, negative) = match value {
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_),
            expr,
            ..
        }) => (&**expr, true),
        plain => (plain, false),
    };
    let wrong = || {
        Error::new(
            value.span(),
            "a number, a text in quotes, `true` or `false` belongs here",
        )
    };
    let Expr::Lit(ExprLit { lit, .. }) = literal else {
        return Err(wrong());
    };
    match (lit, negative) {
        (Lit::Int(_), _) => Ok(quote!(::tenure_plugin::Setting::Int(#value))),
        (Lit::Float(_), _) => Ok(quote!(::tenure_plugin::Setting::Float(#value))),
        (Lit::Bool(_), false) => Ok(quote!(::tenure_plugin::Setting::Bool(#value))),
        (Lit::Str(_), false) => Ok(quote!(::tenure_plugin::Setting::Text(#value))),
        _ => Err(wrong()),
    }
}

/// What the documentation says, in one line.
fn words(attributes: &[Attribute]) -> String {
    let lines = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"));
    let texts =
        lines.filter_map(
            |attribute| match &attribute.meta.require_name_value().ok()?.value {
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }) => Some(text.value().trim().to_owned()),
                _ => None,
            },
        );
    texts.collect::<Vec<_>>().join(" ")
}
