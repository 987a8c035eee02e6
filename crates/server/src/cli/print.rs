//! What commands say on standard output.

use std::io::Write;

use super::failure::Failure;

/// Writes the text. Whoever read it may have read enough, as in `rapport token list | head -1`.
pub(super) fn print(text: &str) -> Result<(), Failure> {
    match std::io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::failed(format!("cannot write: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Rows in columns as wide as their widest cell, two blanks apart.
pub(super) fn columns(rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or_default()
    };
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            line.push_str(cell);
            let blanks = width(column) + 2 - cell.chars().count();
            line.extend(std::iter::repeat_n(' ', blanks));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up() {
        let rows = [["a", "Zoë", "x"], ["bbb", "", "y"]].map(|row| row.map(str::to_owned).to_vec());
        assert_eq!(columns(&rows), "a    Zoë  x\nbbb       y\n");
        assert_eq!(columns(&[]), "");
    }
}
