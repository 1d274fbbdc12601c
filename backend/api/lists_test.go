package api

import (
	"encoding/json"
	"testing"
)

func TestAListThatHoldsNothingIsAListInEveryAnswer(t *testing.T) {
	type row struct {
		Names []string `json:"names"`
		Left  []int    `json:"left,omitempty"`
	}
	type answer struct {
		Rows  []row  `json:"rows"`
		One   row    `json:"one"`
		Other *row   `json:"other"`
		None  *row   `json:"none"`
		File  []byte `json:"file,omitempty"`
	}
	for want, out := range map[string]answer{
		`{"rows":[],"one":{"names":[]},"other":null,"none":null}`:                        {},
		`{"rows":[{"names":[]}],"one":{"names":["a"]},"other":{"names":[]},"none":null}`: {Rows: []row{{}}, One: row{Names: []string{"a"}}, Other: &row{}},
	} {
		got, err := json.Marshal(whole(out).Body)
		if err != nil || string(got) != want {
			t.Errorf("%s, want %s (%v)", got, want, err)
		}
	}
	if got, _ := json.Marshal(whole([]row(nil)).Body); string(got) != "[]" {
		t.Errorf("an answer that is a list says %s", got)
	}
}
