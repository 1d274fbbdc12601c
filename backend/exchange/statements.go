package exchange

import (
	"context"
	"errors"

	"paddock/backend/club"
	"paddock/backend/statement"
)

// Statements reads a file of a bank of any format; of a table, the choices say
// what its columns hold where their headings do not. The layout is a table's.
// It stops with the context, and by the error of its step.
func Statements(ctx context.Context, raw []byte, choices []statement.Choice, step statement.Step) ([]statement.Statement, statement.Layout, error) {
	if len(raw) > statement.MaxBytes {
		return nil, statement.Layout{}, statement.TooLarge()
	}
	if statement.Recognise(raw) != "" {
		all, err := statement.Read(raw, step)
		return all, statement.Layout{}, err
	}
	sheet, err := Read(ctx, raw)
	if errors.Is(err, club.Refuse(club.CodeFileKind)) {
		err = club.Refuse(club.CodeStatementUnknown)
	}
	if err != nil {
		return nil, statement.Layout{}, err
	}
	s, layout, err := statement.FromTable(bankRows(sheet), choices, step)
	return []statement.Statement{s}, layout, err
}

func bankRows(sheet Sheet) []statement.Row {
	rows := make([]statement.Row, len(sheet.Rows))
	for i, row := range sheet.Rows {
		rows[i] = statement.Row(row)
	}
	return rows
}

// OfBank reports whether a table is one of a bank, by its headings.
func OfBank(sheet Sheet) bool { return statement.Tabled(bankRows(sheet)) }
