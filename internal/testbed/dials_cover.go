// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package testbed

import (
	"math/rand/v2"
	"slices"
)

// Factor is one question of a covering array: a dial, or a setting of the engine or the client, with the values to be tried.
type Factor struct {
	Name   string
	Values []string
}

// Row is one run of a covering array: the index of the value of each factor.
type Row []int

// tuple is a combination of values of a few factors, in the order of the factors.
type tuple [3]choice

// choice is a value of a factor, both counted from 1, so that the zero value means nothing.
type choice struct{ factor, value uint8 }

// Cover makes rows in which every pair of values of any two factors occurs, and every triple of values of the factors in three. A row of
// which masked is true counts only for combinations that hold one of the values that mask it, because such a run ends before it can say
// anything about the others. The answer is the same for the same input.
func Cover(factors []Factor, three []int, masked func(Row) []int) []Row {
	c := newCoverage(factors, three, masked)
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // chance that repeats itself
	var rows []Row
	for len(c.open) > 0 {
		var best Row
		won := 0
		for range candidates {
			row := c.candidate(random)
			if n := c.gain(row); n > won {
				best, won = row, n
			}
		}
		if won == 0 {
			break // what is left cannot be had; the caller counts it
		}
		c.take(best)
		rows = append(rows, best)
	}
	return rows
}

// candidates is how many rows are drawn for each that is taken.
const candidates = 24

// Coverage counts combinations.
type Coverage struct {
	factors []Factor
	three   []int
	masked  func(Row) []int
	open    map[tuple]bool
	total   int
}

// Count tells how many of the combinations that Cover promises occur in rows, and how many there are.
func Count(factors []Factor, three []int, masked func(Row) []int, rows []Row) (covered, total int) {
	c := newCoverage(factors, three, masked)
	for _, r := range rows {
		c.take(r)
	}
	return c.total - len(c.open), c.total
}

func newCoverage(factors []Factor, three []int, masked func(Row) []int) *Coverage {
	c := &Coverage{factors: factors, three: three, masked: masked, open: map[tuple]bool{}}
	each := func(i int, f func(choice)) {
		for v := range factors[i].Values {
			f(at(i, v))
		}
	}
	for i := range factors {
		for j := i + 1; j < len(factors); j++ {
			each(i, func(a choice) { each(j, func(b choice) { c.open[tuple{a, b}] = true }) })
		}
	}
	for x, i := range three {
		for y, j := range three[x+1:] {
			for _, k := range three[x+y+2:] {
				each(i, func(a choice) { each(j, func(b choice) { each(k, func(d choice) { c.open[tuple{a, b, d}] = true }) }) })
			}
		}
	}
	c.total = len(c.open)
	return c
}

func at(factor, value int) choice { return choice{uint8(factor + 1), uint8(value + 1)} } //nolint:gosec // a few dozen

// tuples lists the combinations that a row covers.
func (c *Coverage) tuples(row Row, visit func(tuple)) {
	var counts func(...int) bool
	if mask := c.masked(row); len(mask) > 0 {
		counts = func(of ...int) bool {
			return slices.ContainsFunc(of, func(i int) bool { return slices.Contains(mask, i) })
		}
	}
	for i := range row {
		for j := i + 1; j < len(row); j++ {
			if counts == nil || counts(i, j) {
				visit(tuple{at(i, row[i]), at(j, row[j])})
			}
		}
	}
	for x, i := range c.three {
		for y, j := range c.three[x+1:] {
			for _, k := range c.three[x+y+2:] {
				if counts == nil || counts(i, j, k) {
					visit(tuple{at(i, row[i]), at(j, row[j]), at(k, row[k])})
				}
			}
		}
	}
}

func (c *Coverage) gain(row Row) int {
	n := 0
	c.tuples(row, func(t tuple) {
		if c.open[t] {
			n++
		}
	})
	return n
}

func (c *Coverage) take(row Row) { c.tuples(row, func(t tuple) { delete(c.open, t) }) }

// candidate starts from an open combination and fills in the other factors one by one, each with the value that adds most.
func (c *Coverage) candidate(random *rand.Rand) Row {
	row := make(Row, len(c.factors))
	fixed := make([]bool, len(c.factors))
	seed := c.anyOpen(random)
	for _, x := range seed {
		if x.factor > 0 {
			row[x.factor-1], fixed[x.factor-1] = int(x.value-1), true
		}
	}
	for _, i := range random.Perm(len(c.factors)) {
		if !fixed[i] {
			row[i], fixed[i] = c.bestValue(row, fixed, i, random), true
		}
	}
	return row
}

// anyOpen draws one of the open combinations. Map order is chance that does not repeat itself, so the smallest few are looked for.
func (c *Coverage) anyOpen(random *rand.Rand) tuple {
	skip := random.IntN(len(c.open))
	keys := make([]tuple, 0, len(c.open))
	for t := range c.open {
		keys = append(keys, t)
	}
	slices.SortFunc(keys, compareTuples)
	return keys[skip]
}

func compareTuples(a, b tuple) int {
	for i := range a {
		if a[i] != b[i] {
			return int(a[i].factor)*256 + int(a[i].value) - int(b[i].factor)*256 - int(b[i].value)
		}
	}
	return 0
}

func (c *Coverage) bestValue(row Row, fixed []bool, i int, random *rand.Rand) int {
	best, won := 0, -1
	for _, v := range random.Perm(len(c.factors[i].Values)) {
		n := 0
		for j := range row {
			if j != i && fixed[j] {
				a, b := at(i, v), at(j, row[j])
				if j < i {
					a, b = b, a
				}
				if c.open[tuple{a, b}] {
					n++
				}
			}
		}
		if slices.Contains(c.three, i) {
			n += c.triples(row, fixed, i, v)
		}
		if n > won {
			best, won = v, n
		}
	}
	return best
}

// triples counts the open triples that value v of factor i would close with what is fixed.
func (c *Coverage) triples(row Row, fixed []bool, i, v int) int {
	n := 0
	value := func(j int) int {
		if j == i {
			return v
		}
		return row[j]
	}
	for x, j := range c.three {
		for _, k := range c.three[x+1:] {
			if j == i || k == i || !fixed[j] || !fixed[k] {
				continue
			}
			of := []int{i, j, k}
			slices.Sort(of)
			if c.open[tuple{at(of[0], value(of[0])), at(of[1], value(of[1])), at(of[2], value(of[2]))}] {
				n++
			}
		}
	}
	return n
}
