// Copyright (c) The terraform-provider-onefs authors
// SPDX-License-Identifier: MPL-2.0

package rest

import (
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/onefs-dr/terraform-provider-onefs/internal/sim/dial"
)

// position is where a continued list goes on: after the object with id After, which was number Offset-1.
type position struct {
	Offset int    `json:"o"`
	After  string `json:"a"`
}

// resumption is what a resume token holds: the first page's place and query, and the position.
type resumption struct {
	Path  string `json:"p"`
	Query string `json:"q"`
	position
}

// Listing answers a collection GET, one page of it.
type Listing[T any] struct {
	// Key is the name of the array.
	Key string
	// Items are all matches, in the collection's own order.
	Items []T
	// Show turns an item into what the API shows; nil shows items as they are. It is called for the items of the page only, unless
	// the client sorts.
	Show func(T) any
	// NoTotal leaves total out, for the few lists of the contract without it.
	NoTotal bool
	// Size is the server's page where it is known; 0 leaves it to the dial.
	Size int
	// Digest adds a fingerprint of the whole list.
	Digest bool
	// More are further properties beside the array.
	More map[string]any
}

// Answer picks the page that the request asks for.
func (l Listing[T]) Answer(r *Request) Answer {
	if l.Show == nil {
		l.Show = func(item T) any { return item }
	}
	show := func(i int) any { return l.Show(l.Items[i]) }
	if r.Query.Get("sort") != "" || r.Query.Get("dir") == "DESC" {
		sorted, bad := sortShown(r, l.Items, l.Show)
		if bad != nil {
			return *bad
		}
		show = func(i int) any { return sorted[i] }
	}
	total := len(l.Items)
	start := r.from.resolve(total, func(i int) string { return idOf(show(i)) })
	size := pageSize(r, l.Size)
	end := min(start+size, total)
	page := make([]any, 0, max(end-start, 0))
	for i := start; i < end; i++ {
		page = append(page, show(i))
	}
	body := map[string]any{l.Key: page, "resume": nil}
	if end < total {
		body["resume"] = r.token(position{end, idOf(page[len(page)-1])})
	}
	if !l.NoTotal {
		body["total"] = total
	}
	if l.Digest {
		body["digest"] = digest(total, show)
	}
	maps.Copy(body, l.More)
	return OK(body)
}

// resolve finds the index after the anchor, so that objects removed or added between two pages shift nothing.
func (p position) resolve(total int, id func(int) string) int {
	if p.Offset <= 0 {
		return 0
	}
	if p.After == "" || (p.Offset <= total && id(p.Offset-1) == p.After) {
		return min(p.Offset, total)
	}
	for i := range total {
		if id(i) == p.After {
			return i + 1
		}
	}
	return min(p.Offset, total)
}

func pageSize(r *Request, known int) int {
	size := known
	if size == 0 {
		size = max(r.World.Dials.Number(dial.PageSize), 1)
	}
	if limit, given := r.Number("limit"); given {
		size = limit
	}
	return size
}

// token makes the opaque text that continues this request's list at p.
func (r *Request) token(p position) string {
	raw, _ := json.Marshal(resumption{r.place, r.Query.Encode(), p})
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(raw, "%08x", crc32.ChecksumIEEE(raw)))
}

// Resume replaces the request's query by that of the first page. resume stands alone; zone is tolerated beside it
// unless the dial says otherwise (behaviour.md 4: whether it must stay is unknown).
func (r *Request) Resume() *Answer {
	token := r.Query.Get("resume")
	if token == "" {
		if r.Query.Has("resume") {
			return Refuse(BadRequest("resume", "Invalid resume token"))
		}
		return nil
	}
	for _, name := range SortedKeys(r.Query) {
		refusal := BadRequest("resume", "no other argument may be given with resume, not '%s'", name)
		switch {
		case name == "resume" || name == "zone" && !r.World.Dials.Is(dial.ResumeWithZone, dial.Refuse):
		case name == "zone":
			return Refuse(refusal)
		default:
			return Refuse(refusal.Because(RuleResumeNotAlone))
		}
	}
	held, ok := readToken(token)
	if !ok || held.Path != r.place {
		return Refuse(BadRequest("resume", "Invalid resume token"))
	}
	query, err := url.ParseQuery(held.Query)
	if err != nil || query.Get("zone") != r.Query.Get("zone") && r.World.Dials.Is(dial.ResumeWithZone, dial.Required) {
		return Refuse(BadRequest("resume", "Invalid resume token"))
	}
	r.Query, r.from = query, held.position
	return nil
}

func readToken(token string) (held resumption, ok bool) {
	raw, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(raw) < 8 {
		return held, false
	}
	body, sum := raw[:len(raw)-8], string(raw[len(raw)-8:])
	if sum != fmt.Sprintf("%08x", crc32.ChecksumIEEE(body)) {
		return held, false
	}
	return held, json.Unmarshal(body, &held) == nil
}

// idOf is the id of a shown object, or its name.
func idOf(shown any) string {
	raw, err := json.Marshal(shown)
	if err != nil {
		return ""
	}
	var names struct {
		ID   any    `json:"id"`
		Name string `json:"name"`
	}
	if json.Unmarshal(raw, &names) != nil {
		return ""
	}
	if names.ID != nil {
		return fmt.Sprint(names.ID)
	}
	return names.Name
}

// sortShown orders by a property of the shown objects. Numbers compare as numbers, all else as text.
func sortShown[T any](r *Request, items []T, show func(T) any) ([]any, *Answer) {
	type row struct {
		shown any
		key   any
	}
	by := cmp.Or(r.Query.Get("sort"), "id")
	rows := make([]row, 0, len(items))
	for _, item := range items {
		shown := show(item)
		raw, _ := json.Marshal(shown)
		var properties map[string]any
		_ = json.Unmarshal(raw, &properties)
		key, known := properties[by]
		if !known {
			return nil, Refuse(BadRequest("sort", "cannot sort by '%s'", by).Because(RuleBadValue))
		}
		rows = append(rows, row{shown, key})
	}
	slices.SortStableFunc(rows, func(a, b row) int {
		order := compareKeys(a.key, b.key)
		if r.Query.Get("dir") == "DESC" {
			return -order
		}
		return order
	})
	out := make([]any, len(rows))
	for i, row := range rows {
		out[i] = row.shown
	}
	return out, nil
}

func compareKeys(a, b any) int {
	x, xNumber := a.(float64)
	y, yNumber := b.(float64)
	if xNumber && yNumber {
		return cmp.Compare(x, y)
	}
	return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
}

func digest(total int, show func(int) any) string {
	sum := sha256.New()
	for i := range total {
		raw, _ := json.Marshal(show(i))
		sum.Write(raw)
	}
	return fmt.Sprintf("%x", sum.Sum(nil)[:16])
}
