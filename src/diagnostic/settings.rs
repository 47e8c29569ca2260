//! Rules from C050 on; see [`super::Rule`].

use super::rules;

rules! {}
