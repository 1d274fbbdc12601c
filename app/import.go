package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/locale"
)

// importCommand brings in what other programs wrote.
func (c *cli) importCommand() *cobra.Command {
	return group("import", "Bring in a list of members from a CSV or XLSX file", c.importMembersCommand())
}

func (c *cli) importMembersCommand() *cobra.Command {
	var o desk.MemberOptions
	var columns []string
	var dry bool
	cmd := &cobra.Command{
		Use:   "members FILE",
		Short: "Import riders and their families, all of them or none",
		Long: "Import riders and their families. The columns are found by their headings; --map says otherwise, by a\n" +
			"column's heading or number. Fields: " + strings.Join(fieldNames(), " ") + ".\n" +
			"With bad lines nothing is written and the command ends with 1, unless --skip-bad sets them aside: they wait\n" +
			"in the window, under Families, to be mended. Riders who are there already are left as they are.",
		Args: oneWord,
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if o.Columns, err = columnChoices(columns); err != nil {
				return err
			}
			code, known := club.CountryNamed(o.Country)
			if o.Country = code; !known {
				return club.Refuse(club.CodeCountryUnknown).On("country")
			}
			file, err := memberFile(args[0])
			if err != nil {
				return err
			}
			if dry {
				return c.reading(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
					result, err := d.CheckMembers(ctx, file, o)
					if err == nil && len(result.Bad) > 0 && !o.SkipBad {
						err = club.Refuse(club.CodeBadLines).With("n", badLines(result.Bad))
					}
					return c.tellImport(result, "import.would", err)
				})
			}
			return c.writing(cmd.Context(), func(ctx context.Context, d *desk.Desk) error {
				person, err := d.Person(ctx, c.as)
				if err != nil {
					return err
				}
				result, err := d.ImportMembers(ctx, desk.Request{Actor: person}, file, o)
				return c.tellImport(result, "import.done", err)
			})
		},
	}
	cmd.Flags().StringArrayVar(&columns, "map", nil, "FIELD=COLUMN, once a field; FIELD= for no column")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "say what would be imported and write nothing")
	cmd.Flags().BoolVar(&o.SkipBad, "skip-bad", false, "set bad lines aside and import the rest")
	cmd.Flags().BoolVar(&o.ProperNames, "proper-names", false, "write a name in capitals as its owner does: DUPONT is Dupont")
	cmd.Flags().StringVar(&o.Country, "country", "", "of the members a line says no country of, FR or BE; the club's unless it is said")
	return cmd
}

func fieldNames() []string {
	var names []string
	for _, field := range club.MemberFields {
		names = append(names, string(field))
	}
	return names
}

// columnChoices reads --map.
func columnChoices(said []string) ([]desk.MemberColumnChoice, error) {
	var choices []desk.MemberColumnChoice
	for _, one := range said {
		name, column, has := strings.Cut(one, "=")
		field := club.MemberField(strings.TrimSpace(name))
		if !has || !slices.Contains(club.MemberFields, field) {
			return nil, usage("usage.map", locale.Params{"text": one, "words": strings.Join(fieldNames(), ", ")})
		}
		choices = append(choices, desk.MemberColumnChoice{Field: field, Column: strings.TrimSpace(column)})
	}
	return choices, nil
}

// memberFile reads a file whose size is bearable.
func memberFile(place string) (desk.MemberFile, error) {
	raw, err := readUpTo(place, exchange.MaxBytes+1) // one more, which Read refuses
	return desk.MemberFile{Name: filepath.Base(place), Raw: raw}, err
}

// badLine is a bad line as a script reads it.
type badLine struct {
	Line  int              `json:"line"`
	Field club.MemberField `json:"field"`
	Code  club.Code        `json:"code"`
	Text  string           `json:"text"`
}

// tellImport prints what was or would be imported, also when it was refused for
// its bad lines.
func (c *cli) tellImport(result desk.MembersRead, key string, refusal error) error {
	if refusal != nil && !errors.Is(refusal, club.Refuse(club.CodeBadLines)) {
		return refusal
	}
	bad := []badLine{}
	for _, b := range result.Bad {
		bad = append(bad, badLine{b.Line, b.Field, b.Code, locale.Text(c.lang, "error."+string(b.Code), b.Params)})
	}
	if err := c.tellPostal(result.Postal); err != nil {
		return err
	}
	if c.json {
		return errors.Join(c.printJSON(struct {
			Accepted   int       `json:"accepted"`
			Bad        []badLine `json:"bad"`
			Households int       `json:"households"`
			Known      int       `json:"known"`
			Import     int64     `json:"import"`
		}{result.Accepted, bad, result.Households, result.Known, result.Import}), refusal)
	}
	for _, b := range bad {
		what := locale.Text(c.lang, "import.line", locale.Params{"line": b.Line})
		if b.Field != "" {
			what += " · " + locale.Text(c.lang, "import.field."+string(b.Field), nil)
		}
		if _, err := fmt.Fprintf(c.out, "%s\n  %s\n", what, b.Text); err != nil {
			return err
		}
	}
	if refusal != nil {
		return refusal
	}
	later := badLines(result.Bad)
	if result.Import != 0 { // those that wait already are not set aside again
		later = result.Later
	}
	_, err := fmt.Fprintln(c.out, locale.Text(c.lang, key, locale.Params{
		"riders": result.Accepted, "households": result.Households, "known": result.Known, "later": later,
	}))
	return err
}

// tellPostal says beside the answer that a list's postal codes may be of another country.
func (c *cli) tellPostal(note desk.PostalNote) error {
	if note.Codes == 0 {
		return nil
	}
	_, err := fmt.Fprintln(c.errs, locale.Text(c.lang, "import.postal."+string(note.Reading), locale.Params{
		"n": note.Codes, "example": note.Example, "becomes": note.Becomes,
	})+" (--country)")
	return err
}

// badLines counts lines; one may be bad for several reasons.
func badLines(bad []desk.BadLine) int {
	lines := map[int]bool{}
	for _, b := range bad {
		lines[b.Line] = true
	}
	return len(lines)
}
