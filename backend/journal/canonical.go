package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrNotInteger says that a payload holds a number that is not whole. Amounts
// are cents; a fraction has more than one way of being written.
var ErrNotInteger = errors.New("a sealed number must be whole")

// Canonical writes a value in its one form: UTF-8 in NFC, keys sorted by code
// point, whole numbers only, no space, nothing escaped that need not be. Two
// values that say the same give the same bytes.
func Canonical(value any) (string, error) {
	if tree, is := value.(Tree); is {
		return tree.Text(), nil
	}
	raw, err := marshal(value)
	if err != nil {
		return "", err
	}
	out, err := (&form{in: raw}).value(make([]byte, 0, len(raw)))
	return string(out), err
}

func marshal(value any) ([]byte, error) {
	var raw bytes.Buffer
	encoder := json.NewEncoder(&raw)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return raw.Bytes(), nil
}

func parse(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("read sealed line: %w", err)
	}
	return tree, nil
}

// Difference is a place where what a table holds is not what was sealed.
type Difference struct {
	Path   string // lines[2].cents
	Sealed string // as JSON; "" when it was not there
	Found  string
}

// Differences compares two canonical texts and names the places in order.
func Differences(sealed, found string) ([]Difference, error) {
	a, err := parse(sealed)
	if err != nil {
		return nil, err
	}
	b, err := parse(found)
	if err != nil {
		return nil, err
	}
	var list []Difference
	compare(&list, "", a, b)
	return list, nil
}

func compare(list *[]Difference, path string, a, b any) {
	switch x := a.(type) {
	case map[string]any:
		if y, ok := b.(map[string]any); ok {
			keys := map[string]bool{}
			for key := range x {
				keys[key] = true
			}
			for key := range y {
				keys[key] = true
			}
			names := make([]string, 0, len(keys))
			for key := range keys {
				names = append(names, key)
			}
			slices.Sort(names)
			for _, key := range names {
				compare(list, strings.TrimPrefix(path+"."+key, "."), x[key], y[key])
			}
			return
		}
	case []any:
		if y, ok := b.([]any); ok {
			for i := range max(len(x), len(y)) {
				compare(list, fmt.Sprintf("%s[%d]", path, i), at(x, i), at(y, i))
			}
			return
		}
	}
	sealed, found := shown(a), shown(b)
	if sealed != found {
		*list = append(*list, Difference{Path: path, Sealed: sealed, Found: found})
	}
}

func at(list []any, i int) any {
	if i < len(list) {
		return list[i]
	}
	return nil
}

func shown(value any) string {
	if value == nil {
		return ""
	}
	text, err := Canonical(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return text
}
