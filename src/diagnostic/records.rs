//! Rules from C150 on; see [`super::Rule`].

use super::rules;

rules! {}
