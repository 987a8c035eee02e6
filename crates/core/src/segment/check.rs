//! What a condition may speak of, and how much it may ask.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, EntryExpr, Expr, LiteralValue, operators};
use regex::RegexBuilder;

use super::subject::{CONTACT, NOW, PARTS};

/// Of how many parts a condition may be: the parser bounds how deep it goes, but not how long a chain is.
const NODES_MAX: usize = 500;
/// How often `exists`, `all`, `map` and `filter` may stand within each other: what a condition costs
/// grows with the product of their lists.
const LOOPS_MAX: usize = 2;
const PATTERN_CHARS_MAX: usize = 200;
/// Of a regular expression, compiled: it is, once for each contact.
const COMPILED_BYTES_MAX: usize = 64 * 1024;

/// The functions of the language's standard library that mean something of a contact.
const FUNCTIONS: [&str; 20] = [
    "contains",
    "double",
    "duration",
    "endsWith",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getFullYear",
    "getHours",
    "getMilliseconds",
    "getMinutes",
    "getMonth",
    "getSeconds",
    "int",
    "matches",
    "size",
    "startsWith",
    "string",
    "timestamp",
];

/// What a condition speaks of.
#[derive(Default)]
pub struct Spoken {
    pub fields: Vec<String>,
    pub names_now: bool,
}

pub fn check(expression: &IdedExpr) -> Result<Spoken, String> {
    let mut walk = Walk { spoken: Spoken::default(), names: Vec::new(), loops: 0, nodes: 0 };
    walk.visit(expression)?;
    Ok(walk.spoken)
}

struct Walk<'e> {
    spoken: Spoken,
    /// What the loops around a place call their things.
    names: Vec<&'e str>,
    /// How many loops are around it.
    loops: usize,
    nodes: usize,
}

impl<'e> Walk<'e> {
    fn visit(&mut self, expression: &'e IdedExpr) -> Result<(), String> {
        self.nodes += 1;
        if self.nodes > NODES_MAX {
            return Err(format!("is of too many parts; at most {NODES_MAX}"));
        }
        match &expression.expr {
            Expr::Unspecified | Expr::Literal(_) => Ok(()),
            Expr::Ident(name) => self.name(name),
            Expr::Select(select) => {
                if is_contact(&select.operand) && !PARTS.contains(&select.field.as_str()) {
                    return Err(format!(
                        "there is no contact.{}; there are {}",
                        select.field,
                        PARTS.join(", ")
                    ));
                }
                if is_fields(&select.operand) {
                    self.spoken.fields.push(select.field.clone());
                }
                self.visit(&select.operand)
            }
            Expr::List(list) => list.elements.iter().try_for_each(|item| self.visit(item)),
            Expr::Map(map) => map.entries.iter().try_for_each(|entry| match &entry.expr {
                EntryExpr::MapEntry(entry) => {
                    self.visit(&entry.key)?;
                    self.visit(&entry.value)
                }
                EntryExpr::StructField(field) => self.visit(&field.value),
            }),
            Expr::Struct(made) => Err(format!("there is no type {}", made.type_name)),
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(comprehension) => self.comprehension(comprehension),
        }
    }

    fn name(&mut self, name: &'e str) -> Result<(), String> {
        let is_known = name.starts_with('@') || self.names.contains(&name);
        match name {
            _ if is_known => Ok(()),
            CONTACT => Ok(()),
            NOW => {
                self.spoken.names_now = true;
                Ok(())
            }
            _ => Err(format!("there is no {name}; a condition speaks of contact and of now")),
        }
    }

    fn call(&mut self, call: &'e CallExpr) -> Result<(), String> {
        let name = call.func_name.as_str();
        let is_operator = name.starts_with(|c: char| !c.is_ascii_alphabetic());
        if !is_operator && !FUNCTIONS.contains(&name) {
            return Err(format!("there is no function {name}; there are {}", FUNCTIONS.join(", ")));
        }
        if name == "matches" {
            check_pattern(call)?;
        }
        if let (operators::INDEX, [of, at]) = (name, call.args.as_slice()) {
            match text(at) {
                Some(part) if is_contact(of) && !PARTS.contains(&part) => {
                    return Err(format!("there is no contact.{part}"));
                }
                Some(field) if is_fields(of) => self.spoken.fields.push(field.to_owned()),
                _ => {}
            }
        }
        if let Some(target) = &call.target {
            self.visit(target)?;
        }
        call.args.iter().try_for_each(|argument| self.visit(argument))
    }

    fn comprehension(&mut self, it: &'e ComprehensionExpr) -> Result<(), String> {
        self.visit(&it.iter_range)?;
        self.visit(&it.accu_init)?;
        self.loops += 1;
        if self.loops > LOOPS_MAX {
            return Err("goes through lists within lists within lists; at most two".to_owned());
        }
        let outside = self.names.len();
        self.names.push(&it.iter_var);
        self.names.extend(it.iter_var2.as_deref());
        self.names.push(&it.accu_var);
        self.visit(&it.loop_cond)?;
        self.visit(&it.loop_step)?;
        self.visit(&it.result)?;
        self.names.truncate(outside);
        self.loops -= 1;
        Ok(())
    }
}

fn is_contact(expression: &IdedExpr) -> bool {
    matches!(&expression.expr, Expr::Ident(name) if name == CONTACT)
}

/// `contact.fields`
fn is_fields(expression: &IdedExpr) -> bool {
    matches!(&expression.expr, Expr::Select(select)
        if select.field == "fields" && is_contact(&select.operand))
}

fn text(expression: &IdedExpr) -> Option<&str> {
    match &expression.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

/// It is known beforehand, so that it cannot cost more than this one.
fn check_pattern(call: &CallExpr) -> Result<(), String> {
    let Some(pattern) = call.args.last().and_then(text) else {
        return Err("matches needs its pattern as a text in quotes".to_owned());
    };
    if pattern.chars().nth(PATTERN_CHARS_MAX).is_some() {
        return Err(format!("a pattern must be at most {PATTERN_CHARS_MAX} characters"));
    }
    match RegexBuilder::new(pattern).size_limit(COMPILED_BYTES_MAX).build() {
        Ok(_) => Ok(()),
        Err(regex::Error::CompiledTooBig(_)) => {
            Err("a pattern stands for too much; repeat less often".to_owned())
        }
        Err(error) => {
            let told = error.to_string();
            let last = told.lines().last().unwrap_or_default();
            Err(format!("a pattern is no regular expression: {last}"))
        }
    }
}
