//! Rules from C001 on; see [`super::Rule`].

use super::rules;

rules! {}
