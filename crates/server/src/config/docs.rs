//! `docs/configuration.md`, from the table.

use std::fmt::Write as _;

use super::Config;
use super::settings::SETTINGS;

const INTRODUCTION: &str = "<!-- Made by `rapport config --docs > docs/configuration.md`. Do not edit. -->
# Configuration

Rapport starts without any settings. Each one can be given in four places; the first that has it wins:

1. a flag: `--data`, `--listen`, `--database`, `--public-url`, `--log-level`, `--log-format`, and
   `--set KEY=VALUE` for every other,
2. an environment variable: `RAPPORT_` and the key in capitals, with `_` for each dot,
3. a file: `rapport.toml` in the working directory, or the one that `--config FILE` or
   `RAPPORT_CONFIG` names,
4. the default.

In flags and variables, the items of a list are separated by commas. A key that does not exist and a
value that cannot be are refused at start, with the place and what to write instead.
`rapport config` prints the settings that hold, and where each comes from.

## All settings

";

/// The documentation of every setting, in Markdown.
pub fn markdown() -> String {
    let default = Config::default();
    let mut text = INTRODUCTION.to_owned();
    for setting in SETTINGS {
        let shown = match (setting.get)(&default) {
            Some(value) => format!("`{value}`"),
            None => "not set".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "### `{key}`\n\n{help}\n\n- Value: {kind}\n- Default: {shown}\n- Example: `{key} = {example}`\n\
             - Variable: `{variable}`\n\n",
            key = setting.key,
            help = setting.help,
            kind = setting.kind,
            example = setting.example,
            variable = setting.variable(),
        );
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_up_to_date() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/configuration.md");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        assert!(
            committed == markdown(),
            "docs/configuration.md is stale: run `cargo run -p rapport-server -- config --docs > docs/configuration.md`"
        );
    }
}
