// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package world

import (
	"iter"
	"maps"
	"slices"
)

// Table is an ordered collection of values by text key, with a clone that costs nothing until one side writes.
// Values are treated as immutable: to change one, Get it, change the copy, Put it back. Slices and maps inside a value must be
// replaced, never written in place, because a cloned world may share them. The zero Table is empty and ready to use.
type Table[V any] struct {
	store  *tableStore[V]
	owned  bool           // store belongs to this Table alone
	walked *tableStore[V] // a walk goes on over this store, so it must not change
}

type tableStore[V any] struct {
	keys   []string
	values map[string]*V // what they point to never changes, so that copying a table copies pointers only
}

// Get returns the value under key and whether there is one.
func (t *Table[V]) Get(key string) (V, bool) {
	if t.store != nil {
		if v, ok := t.store.values[key]; ok {
			return *v, true
		}
	}
	var none V
	return none, false
}

// Has tells whether there is a value under key.
func (t *Table[V]) Has(key string) bool {
	return t.store != nil && t.store.values[key] != nil
}

// Put stores v under key. A new key goes to the end, a known key keeps its place.
func (t *Table[V]) Put(key string, v V) {
	t.own()
	if _, known := t.store.values[key]; !known {
		t.store.keys = append(t.store.keys, key)
	}
	t.store.values[key] = &v
}

// Update changes the value under key through f and tells whether there was one.
func (t *Table[V]) Update(key string, f func(*V)) bool {
	v, ok := t.Get(key)
	if !ok {
		return false
	}
	f(&v)
	t.Put(key, v)
	return true
}

// Delete removes key and tells whether it was there.
func (t *Table[V]) Delete(key string) bool {
	if !t.Has(key) {
		return false
	}
	t.own()
	delete(t.store.values, key)
	i := slices.Index(t.store.keys, key)
	t.store.keys = slices.Delete(t.store.keys, i, i+1)
	return true
}

// Len is the number of values.
func (t *Table[V]) Len() int {
	if t.store == nil {
		return 0
	}
	return len(t.store.keys)
}

// Keys lists the keys in the order they were first put. The caller may keep and change the slice.
func (t *Table[V]) Keys() []string {
	if t.store == nil {
		return nil
	}
	return slices.Clone(t.store.keys)
}

// All walks keys and values in order. The table may be changed meanwhile; the walk sees the values of its beginning.
func (t *Table[V]) All() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		store, outer := t.store, t.walked
		if store == nil {
			return
		}
		t.walked = store // the first change during the walk copies
		defer func() { t.walked = outer }()
		for _, k := range store.keys {
			if !yield(k, *store.values[k]) {
				return
			}
		}
	}
}

// Values lists the values in order.
func (t *Table[V]) Values() []V {
	out := make([]V, 0, t.Len())
	if t.store != nil {
		for _, k := range t.store.keys {
			out = append(out, *t.store.values[k])
		}
	}
	return out
}

// Clone returns a table with the same content; from now on a write on either side copies first.
func (t *Table[V]) Clone() Table[V] {
	t.owned = false
	return Table[V]{store: t.store}
}

func (t *Table[V]) own() {
	switch {
	case t.store == nil:
		t.store = &tableStore[V]{values: map[string]*V{}}
	case !t.owned || t.store == t.walked:
		t.store = &tableStore[V]{keys: slices.Clone(t.store.keys), values: maps.Clone(t.store.values)}
	}
	t.owned = true
}
