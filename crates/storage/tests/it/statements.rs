use std::path::Path;

use rapport_storage::statements;

use crate::world::World;

on_both_engines! {
    async fn every_statement_prepares(world: World) {
        let mut reader = world.store.read().await.unwrap();
        assert_eq!(statements::prepare_all(&mut reader.session()).await, []);
    }
}

/// The crate's source files: the path of the module and its text.
fn sources() -> Vec<(String, String)> {
    fn collect(folder: &Path, module: &str, sources: &mut Vec<(String, String)>) {
        for file in std::fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let stem = path.file_stem().unwrap().to_str().unwrap();
            let name = match (module, stem) {
                (module, "mod") => module.to_owned(),
                ("", stem) => stem.to_owned(),
                (module, stem) => format!("{module}::{stem}"),
            };
            if path.is_dir() {
                collect(&path, &name, sources);
            } else {
                sources.push((name, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    let mut sources = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut sources);
    sources.sort();
    sources
}

#[test]
fn every_module_with_statements_is_in_the_list() {
    let mut modules = 0;
    let list = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join("statements.rs"),
    )
    .unwrap();
    for (name, text) in sources() {
        if text.lines().any(|line| line == "statements! {") {
            modules += 1;
            assert!(list.contains(&format!(" {name}::STATEMENTS")), "{name} is not in the list");
        }
    }
    assert_eq!(modules, statements::MODULES);
}

#[test]
fn every_multi_row_statement_is_in_a_list() {
    for (name, text) in sources() {
        for line in text.lines() {
            let Some((before, _)) = line.split_once(": LazyLock<MultiRow>") else { continue };
            let constant = before.rsplit(' ').next().unwrap();
            // Those of one engine only are in their module's own list.
            let listed = sources().iter().any(|(other, text)| {
                (other == "statements" && text.contains(&format!("&{name}::{constant},")))
                    || (*other == name && text.contains(&format!("(&{constant}, sql::")))
            });
            assert!(listed, "{name}::{constant} is in no list, so no test prepares it");
        }
    }
}

#[test]
fn no_query_is_given_its_text_in_place() {
    for (name, text) in sources() {
        let text: String = text.split_whitespace().collect();
        for call in ["sqlx::query(", "query_as(", "query_scalar(", "raw_sql("] {
            for (place, _) in text.match_indices(call) {
                let argument: String = text[place + call.len()..].chars().take(24).collect();
                // Pragmas and the copy of a whole file are SQLite's own, and need no list.
                let is_file_level =
                    ["\"pragma", "\"vacuum"].iter().any(|word| argument.starts_with(word))
                        || (name == "backup" && argument.starts_with("\"selectseqfromlog_head"));
                assert!(
                    !(argument.starts_with('"') || argument.starts_with("r\"")) || is_file_level,
                    "{name}: {call}{argument}.. belongs into `statements!`"
                );
            }
        }
    }
}
