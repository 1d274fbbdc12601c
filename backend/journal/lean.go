package journal

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Tree is a value as version 3 seals it: the members of its canonical form but
// for those that say nothing, which are "", 0, false, null, [] and {}. A reader
// takes what is not there for that.
type Tree map[string]any

// Lean makes the tree of an object.
func Lean(value any) (Tree, error) {
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	tree, err := parse(string(raw))
	if err != nil {
		return nil, err
	}
	object, is := lean(tree).(map[string]any)
	if !is {
		return nil, fmt.Errorf("seal: %T is no object", value)
	}
	return object, nil
}

func lean(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if member = lean(member); silent(member) {
				delete(v, name)
			} else {
				v[name] = member
			}
		}
	case []any: // its order counts, so nothing leaves it
		for i := range v {
			v[i] = lean(v[i])
		}
	}
	return value
}

// silent reports whether a member says what its absence says.
func silent(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case bool:
		return !v
	case string:
		return v == ""
	case json.Number:
		return v == "0"
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

// Text is the tree in its one form.
func (t Tree) Text() (string, error) { return Canonical(t) }

// snapshots is the member that names the entries whose members belong to a
// payload.
const snapshots = "snapshots"

// Refer names, by their seq, the entries that hold what was left out of the tree.
func (t Tree) Refer(entries ...int64) {
	list := []any{}
	for _, seq := range entries {
		list = append(list, json.Number(strconv.FormatInt(seq, 10)))
	}
	t[snapshots] = list
}

// Whole puts the members of the snapshots a payload refers to back into it.
// snapshot gives the payload of the entry with a seq, and whether it is one.
func Whole(payload string, snapshot func(seq int64) (string, bool)) (string, error) {
	var refers struct {
		Snapshots []int64 `json:"snapshots"`
	}
	if err := json.Unmarshal([]byte(payload), &refers); err != nil || len(refers.Snapshots) == 0 {
		return payload, err
	}
	tree, err := object(payload)
	if err != nil {
		return "", err
	}
	delete(tree, snapshots)
	for _, seq := range refers.Snapshots {
		text, known := snapshot(seq)
		members, err := object(text)
		if !known || err != nil {
			continue // what it held is missing then, which the comparison names
		}
		for name, member := range members {
			if _, own := tree[name]; !own {
				tree[name] = member
			}
		}
	}
	return tree.Text()
}

func object(text string) (Tree, error) {
	tree, err := parse(text)
	if err != nil {
		return nil, err
	}
	object, is := tree.(map[string]any)
	if !is {
		return nil, fmt.Errorf("read sealed line: no object")
	}
	return object, nil
}
