//! Every SQL text is a named constant, listed with its module, so that a test can prepare each one
//! on both engines.

/// One SQL text.
#[derive(Debug, Clone, Copy)]
pub struct Statement {
    pub name: &'static str,
    pub text: &'static str,
}

/// Declares the SQL texts of a module, and `STATEMENTS`, their list.
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* const $name: &str = $text;)*
        pub(crate) const STATEMENTS: &[$crate::statement::Statement] = &[
            $($crate::statement::Statement {
                name: concat!(module_path!(), "::", stringify!($name)),
                text: $name,
            }),*
        ];
    };
}
pub(crate) use statements;
