//! Rules from C130 on; see [`super::Rule`].

use super::rules;

rules! {}
