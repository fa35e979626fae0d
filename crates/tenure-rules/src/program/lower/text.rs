//! Texts to nodes: functions of one text signal become tables.

use std::sync::Arc;

use tenure_columns::kernels::Comparison;

use super::Lowering;
use crate::dictionary::SignalType;
use crate::expr::Const;
use crate::program::node::{NodeId, Op};
use crate::program::words::{LookUp, TextTest, Tree};

impl Lowering {
    pub(in crate::program) fn word(&mut self, word: &Arc<str>) -> NodeId {
        let number = match self.words.iter().position(|known| known == word) {
            Some(number) => number,
            None => {
                self.words.push(word.clone());
                self.words.len() - 1
            }
        };
        let node = self.graph.add(Op::Text(number as u32), SignalType::Text);
        self.trees.insert(node, (None, Tree::Word(word.clone())));
        node
    }

    /// Two texts as functions of the same input, if they are.
    fn trees(&self, left: NodeId, right: NodeId) -> Option<(Option<NodeId>, Tree, Tree)> {
        let (left_input, left) = self.trees.get(&left)?;
        let (right_input, right) = self.trees.get(&right)?;
        let input = match (left_input, right_input) {
            (Some(one), Some(other)) if one != other => return None,
            (one, other) => one.or(*other),
        };
        Some((input, left.clone(), right.clone()))
    }

    /// The node of a function of an input, or of the constant that it is.
    fn table(&mut self, input: Option<NodeId>, tree: Tree, ty: SignalType) -> NodeId {
        let Some(node) = input else {
            return self.folded(&tree, ty);
        };
        let Op::Input(number) = *self.op(node) else {
            return self.graph.add(Op::Never, ty);
        };
        let lookup = LookUp {
            input: number,
            tree: tree.clone(),
            ty,
        };
        let index = match self.lookups.iter().position(|known| *known == lookup) {
            Some(index) => index,
            None => {
                self.lookups.push(lookup);
                self.lookups.len() - 1
            }
        };
        let result = self.graph.add(Op::LookUp(node, index as u32), ty);
        if ty == SignalType::Text {
            self.trees.insert(result, (Some(node), tree));
        }
        result
    }

    fn folded(&mut self, tree: &Tree, ty: SignalType) -> NodeId {
        let nothing: Arc<str> = Arc::from("");
        match ty {
            SignalType::Text => {
                let word = tree.text(&nothing);
                self.word(&word)
            }
            SignalType::Bool => self.constant(&Const::Bool(tree.holds(&nothing))),
            SignalType::Int => self.constant(&Const::Int(tree.length(&nothing))),
            SignalType::Float => self.graph.add(Op::Never, ty),
        }
    }

    pub(super) fn concat(&mut self, left: NodeId, right: NodeId) -> NodeId {
        match self.trees(left, right) {
            Some((input, x, y)) => {
                let tree = Tree::Concat(Box::new(x), Box::new(y));
                self.table(input, tree, SignalType::Text)
            }
            None => self.graph.add(Op::Concat(left, right), SignalType::Text),
        }
    }

    pub(super) fn lower_case(&mut self, text: NodeId) -> NodeId {
        match self.trees.get(&text).cloned() {
            Some((input, tree)) => {
                self.table(input, Tree::ToLower(Box::new(tree)), SignalType::Text)
            }
            None => self.graph.add(Op::ToLower(text), SignalType::Text),
        }
    }

    pub(super) fn length(&mut self, text: NodeId) -> NodeId {
        match self.trees.get(&text).cloned() {
            Some((input, tree)) => self.table(input, Tree::Len(Box::new(tree)), SignalType::Int),
            None => self.graph.add(Op::Len(text), SignalType::Int),
        }
    }

    pub(super) fn text_test(&mut self, test: TextTest, text: NodeId, part: NodeId) -> NodeId {
        match self.trees(text, part) {
            Some((input, x, y)) => {
                let tree = Tree::Test(test, Box::new(x), Box::new(y));
                self.table(input, tree, SignalType::Bool)
            }
            None => self.bool(Op::TestTexts(test, text, part)),
        }
    }

    pub(super) fn text_comparison(
        &mut self,
        by: Comparison,
        left: NodeId,
        right: NodeId,
        swap: bool,
    ) -> NodeId {
        match self.trees(left, right) {
            Some((input, x, y)) => {
                let (x, y) = if swap { (y, x) } else { (x, y) };
                let tree = Tree::Compare(by, Box::new(x), Box::new(y));
                self.table(input, tree, SignalType::Bool)
            }
            None => self.bool(Op::CompareTexts {
                by,
                left,
                right,
                swap,
            }),
        }
    }

    pub(super) fn text_among(&mut self, needle: NodeId, list: &[Const]) -> NodeId {
        let words: Vec<Arc<str>> = list
            .iter()
            .filter_map(|value| match value {
                Const::Text(word) => Some(word.clone()),
                Const::Int(_) | Const::Float(_) | Const::Bool(_) => None,
            })
            .collect();
        if words.is_empty() {
            return self.bool(Op::Strict(needle, false));
        }
        if let Some((input, tree)) = self.trees.get(&needle).cloned() {
            return self.table(input, Tree::Among(Box::new(tree), words), SignalType::Bool);
        }
        let mut any: Vec<NodeId> = Vec::new();
        for word in &words {
            let word = self.word(word);
            any.push(self.text_comparison(Comparison::Equal, needle, word, false));
        }
        match any.as_slice() {
            [only] => *only,
            _ => self.bool(Op::Or(any)),
        }
    }
}
