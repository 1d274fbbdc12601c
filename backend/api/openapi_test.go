package api

import (
	"encoding/json"
	"regexp"
	"slices"
	"testing"
)

// An embedded struct that is not exported is overlooked by huma, and with it
// the id and the key it holds.
func TestEveryRouteReadsTheParametersOfItsAddressAndEveryWriteItsKey(t *testing.T) {
	raw, err := OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct{ Parameters []struct{ Name, In string } }
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	hole := regexp.MustCompile(`\{(\w+)\}`)
	for path, operations := range doc.Paths {
		for method, operation := range operations {
			var read []string
			for _, p := range operation.Parameters {
				read = append(read, p.Name)
			}
			var want []string
			for _, found := range hole.FindAllStringSubmatch(path, -1) {
				want = append(want, found[1])
			}
			if method != "get" {
				want = append(want, "Idempotency-Key")
			}
			for _, name := range want {
				if !slices.Contains(read, name) {
					t.Errorf("%s %s does not read %s", method, path, name)
				}
			}
		}
	}
	if len(doc.Paths) == 0 {
		t.Error("the description has no paths")
	}
}
