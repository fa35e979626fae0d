//! What makes a rule a component.

/// Exports a rule from the component, when it is compiled for WASM. `#[plugin]` calls it.
#[macro_export]
macro_rules! export {
    ($rule:ty) => {
        #[cfg(target_family = "wasm")]
        const _: () = {
            ::std::thread_local! {
                static PARAMETERS: ::std::cell::RefCell<
                    ::std::option::Option<<$rule as $crate::Rule>::Parameters>,
                > = const { ::std::cell::RefCell::new(::std::option::Option::None) };
            }

            struct Component;

            impl $crate::component::Guest for Component {
                fn describe() -> ::std::string::String {
                    $crate::component::log_panics();
                    $crate::describe::<$rule>()
                }

                fn configure(
                    parameters: ::std::string::String,
                ) -> ::std::result::Result<(), ::std::string::String> {
                    $crate::component::log_panics();
                    let read = $crate::configure::<$rule>(&parameters)?;
                    PARAMETERS.set(::std::option::Option::Some(read));
                    ::std::result::Result::Ok(())
                }

                fn score(
                    batch: $crate::component::bindings::tenure::plugin::types::Batch,
                ) -> ::std::result::Result<
                    $crate::component::bindings::tenure::plugin::types::Scored,
                    ::std::string::String,
                > {
                    PARAMETERS
                        .with_borrow(|parameters| $crate::component::score::<$rule>(batch, parameters.as_ref()))
                }
            }

            $crate::component::export_bindings!(Component with_types_in $crate::component::bindings);
        };
    };
}
