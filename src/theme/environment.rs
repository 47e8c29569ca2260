//! The template environment: strict, escaping, and unable to run for ever.

use super::escape::escape;
use crate::language::Words;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Kwargs;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};

/// How many steps one page may take: many times what the longest page of a large council needs, and about a second, so
/// that a loop without end in a theme stops the build with its place.
const FUEL: u64 = 5_000_000;

/// Returns an environment without templates.
pub(super) fn environment(words: Words) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(print);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(60);
    environment.set_auto_reload(false);
    // Without it an error has neither source nor place.
    environment.set_debug(true);
    let trimmed = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build();
    if let Ok(syntax) = trimmed {
        environment.set_syntax(syntax);
    }
    environment.add_function("t", move |key: &str, fill: Kwargs| word(&words, key, &fill));
    environment
}

/// Prints a value: text, escaped unless it is markup of our own, and whole numbers that a template counted itself.
/// Everything else is refused, because the engine would print `True` or `38.0`; numbers of the publication are text.
fn print(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    if let Some(text) = value.as_str() {
        if value.is_safe() {
            out.write_str(text)?;
        } else {
            escape(text, |piece| out.write_str(piece))?;
        }
        return Ok(());
    }
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if value.is_integer() {
        return Ok(write!(out, "{value}")?);
    }
    let message = format!("only text can be printed, not a {}", value.kind());
    Err(Error::new(ErrorKind::InvalidOperation, message))
}

/// Returns words of the theme's language, with `{name}` filled in from the arguments.
fn word(words: &Words, key: &str, fill: &Kwargs) -> Result<Value, Error> {
    let key = format!("template.{key}");
    if !words.has(&key) {
        let message = format!("the language file has no words for \"{key}\"");
        return Err(Error::new(ErrorKind::InvalidOperation, message));
    }
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for name in fill.args() {
        pairs.push((name, fill.get(name)?));
    }
    fill.assert_all_used()?;
    Ok(Value::from(words.fill(&key, &pairs)))
}
