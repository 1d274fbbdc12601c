package journal

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Tree is a value as version 3 seals it: the members of its canonical form but
// for those that say nothing, which are "", 0, false, null, [] and {}. A reader
// takes what is not there for that.
type Tree []member

// member is a name of an object and what it holds, in its one form.
type member struct{ name, text string }

// Lean makes the tree of an object.
func Lean(value any) (Tree, error) {
	raw, err := marshal(value)
	if err != nil {
		return nil, err
	}
	f := &form{in: raw, lean: true}
	if f.next() != '{' {
		return nil, fmt.Errorf("seal: %T is no object", value)
	}
	out, spans, err := f.members(make([]byte, 0, len(raw)))
	if err != nil {
		return nil, err
	}
	values, tree := string(out), make(Tree, len(spans))
	for i, s := range spans {
		tree[i] = member{string(s.name), values[s.from:s.to]}
	}
	return tree, nil
}

// Text is the tree in its one form.
func (t Tree) Text() string {
	var out strings.Builder
	out.WriteByte('{')
	for i, m := range t {
		if i > 0 {
			out.WriteByte(',')
		}
		out.Write(appendText(nil, []byte(m.name)))
		out.WriteByte(':')
		out.WriteString(m.text)
	}
	out.WriteByte('}')
	return out.String()
}

func (t Tree) find(name string) (at int, has bool) {
	return slices.BinarySearchFunc(t, name, func(m member, name string) int { return cmp.Compare(m.name, name) })
}

// snapshots is the member that names the entries whose members belong to a
// payload.
const snapshots = "snapshots"

// Refer returns the tree with the seqs of the entries that hold what was left out
// of it.
func (t Tree) Refer(entries ...int64) Tree {
	list := []byte{'['}
	for i, seq := range entries {
		if i > 0 {
			list = append(list, ',')
		}
		list = strconv.AppendInt(list, seq, 10)
	}
	at, _ := t.find(snapshots)
	return slices.Insert(slices.Clone(t), at, member{snapshots, string(append(list, ']'))})
}

// Members reads an object that was sealed: what each member holds, as it is written.
func Members(payload string) (Tree, error) {
	f := &form{in: []byte(payload)}
	if f.next() != '{' {
		return nil, errNoJSON
	}
	var tree Tree
	err := f.each('}', func(bool) error {
		name, err := f.name()
		if err != nil {
			return err
		}
		f.next()
		from := f.at
		err = f.skip()
		tree = append(tree, member{string(name), payload[from:f.at]})
		return err
	})
	slices.SortStableFunc(tree, func(a, b member) int { return cmp.Compare(a.name, b.name) }) // whoever touched it kept no order
	return tree, err
}

// LeanMembers are the members of an object, each in its one form and lean, but for some.
func LeanMembers(object string, but ...string) (map[string]string, error) {
	tree, err := Lean(json.RawMessage(object))
	members := map[string]string{}
	for _, m := range tree {
		if !slices.Contains(but, m.name) {
			members[m.name] = m.text
		}
	}
	return members, err
}

// References lists the entries whose members belong to a payload.
func References(payload []byte) []int64 {
	var refers struct {
		Entries []int64 `json:"snapshots"`
	}
	if json.Unmarshal(payload, &refers) != nil {
		return nil
	}
	return refers.Entries
}

// Whole puts the members of the snapshots a payload refers to back into it.
// snapshot gives what the entry with a seq holds, and whether it is one.
func Whole(payload string, snapshot func(seq int64) (Tree, bool)) string {
	own, err := Members(payload)
	at, refers := own.find(snapshots)
	entries := References([]byte(payload))
	if err != nil || !refers || entries == nil {
		return payload
	}
	own = slices.Delete(own, at, at+1)
	for _, seq := range entries {
		members, known := snapshot(seq)
		if !known {
			continue // what it held is missing then, which the comparison names
		}
		for _, m := range members {
			if at, has := own.find(m.name); !has {
				own = slices.Insert(own, at, m)
			}
		}
	}
	return own.Text()
}
