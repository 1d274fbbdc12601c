package mail

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"

	"paddock/backend/club"
	"paddock/backend/locale"
)

// Letter is what a mail says, in plain values: everything in it is escaped, and
// nothing of it can begin a header.
type Letter struct {
	ID       string // Message-ID without brackets: the same for every try
	Answers  string // Message-ID of the mail this answers, without brackets; empty for none
	Date     time.Time
	From     Address
	To       Address
	ReplyTo  string // empty where answers come to From
	Language locale.Lang
	Club     string
	Subject  string
	Body     string // plain; an empty line begins a paragraph
	Table           // what it is about
	Places   Table  // what is booked with it; shown before
	Button   Link   // how it is paid or answered
	Transfer Transfer
	Foot     string // whom to ask, and where the club is; plain
	Files    []File
}

// Table is what a letter is about, line by line.
type Table struct {
	Heading string
	Rows    []Row
}

// Row is a line of what a letter is about, with its amount.
type Row struct {
	Text   string
	Detail string
	Amount string
	Strong bool
}

// Link is an address a family may open; nothing is fetched from it by reading.
type Link struct {
	Text string
	URL  string
}

// Transfer is how to pay by bank, or by the link on a telephone, with the code as a
// picture inside the mail.
type Transfer struct {
	Title string
	Lines []string
	PNG   []byte
}

// File is an attachment.
type File struct {
	Name    string
	Content []byte
}

//go:embed letter.html
var letterHTML string

var letterPage = template.Must(template.New("letter").Parse(letterHTML))

// codePicture names the transfer's code inside the mail.
const codePicture = "code.png"

// The most of a text that enters a header, and of any other line that stands alone, in
// characters.
const (
	mostHeader = 200
	mostLine   = 1000
)

// Compose makes the mail: plain text and HTML that say the same, in the club's look,
// with nothing that would be fetched.
func Compose(l Letter) ([]byte, error) {
	m := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingQP), gomail.WithNoDefaultUserAgent())
	for _, address := range []string{l.From.Email, l.To.Email} {
		if parsed, err := netmail.ParseAddress(address); err != nil || parsed.Address != address {
			return nil, fmt.Errorf("%q is no address: %w", address, errors.Join(err))
		}
	}
	l = l.visible()
	m.FromMailAddress(&netmail.Address{Name: header(l.From.Name), Address: l.From.Email})
	m.AddToMailAddress(&netmail.Address{Name: header(l.To.Name), Address: l.To.Email})
	if l.ReplyTo != "" {
		if err := m.ReplyTo(l.ReplyTo); err != nil {
			return nil, fmt.Errorf("address for replies: %w", err)
		}
	}
	m.Subject(header(l.Subject))
	m.SetMessageIDWithValue(l.ID)
	m.SetDateWithValue(l.Date)
	if l.Answers == "" { // else a person wrote back
		m.SetGenHeader("Auto-Submitted", "auto-generated")
	} else if threaded.MatchString(l.Answers) {
		m.SetGenHeaderPreformatted("In-Reply-To", "<"+l.Answers+">")
		m.SetGenHeaderPreformatted("References", "<"+l.Answers+">")
	}
	m.SetGenHeader("Content-Language", string(l.Language))
	m.SetBodyString(gomail.TypeTextPlain, l.plain())
	page, err := l.page()
	if err != nil {
		return nil, err
	}
	m.AddAlternativeString(gomail.TypeTextHTML, page)
	if len(l.Transfer.PNG) > 0 {
		if err := m.EmbedReader(codePicture, bytes.NewReader(l.Transfer.PNG), gomail.WithFileContentID(codePicture), gomail.WithFileContentType("image/png")); err != nil {
			return nil, fmt.Errorf("code: %w", err)
		}
	}
	for _, file := range l.Files {
		if err := m.AttachReader(club.FileName(file.Name), bytes.NewReader(file.Content)); err != nil {
			return nil, fmt.Errorf("attachment: %w", err)
		}
	}
	var raw bytes.Buffer
	if _, err := m.WriteTo(&raw); err != nil {
		return nil, fmt.Errorf("compose: %w", err)
	}
	return raw.Bytes(), nil
}

// threaded is a Message-ID that can stand in a header: it comes from a stranger.
var threaded = regexp.MustCompile(`^[!-;=?-~]{1,250}$`)

// header is one line of printable text, short enough to be read in a list of mails.
func header(text string) string { return oneLine(text, mostHeader) }

// visible leaves nothing in the letter that is not seen: neither controls nor what
// turns the direction of a line.
func (l Letter) visible() Letter {
	line := func(text string) string { return oneLine(text, mostLine) }
	l.Club, l.Subject, l.Body, l.Foot = line(l.Club), line(l.Subject), tidy(strings.ToValidUTF8(l.Body, "")), tidy(strings.ToValidUTF8(l.Foot, ""))
	l.Button.Text, l.Transfer.Title = line(l.Button.Text), line(l.Transfer.Title)
	for _, table := range []*Table{&l.Places, &l.Table} {
		table.Heading, table.Rows = line(table.Heading), slices.Clone(table.Rows)
		for i, r := range table.Rows {
			table.Rows[i] = Row{line(r.Text), line(r.Detail), line(r.Amount), r.Strong}
		}
	}
	l.Transfer.Lines = slices.Clone(l.Transfer.Lines)
	for i := range l.Transfer.Lines {
		l.Transfer.Lines[i] = line(l.Transfer.Lines[i])
	}
	return l
}

// paragraphs are the lines of a text, by paragraph.
func paragraphs(text string) (list [][]string) {
	for _, p := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.Trim(p, "\n"); p != "" {
			list = append(list, strings.Split(p, "\n"))
		}
	}
	return list
}

func (l Letter) page() (string, error) {
	var out strings.Builder
	err := letterPage.Execute(&out, struct {
		Letter
		Paragraphs, Foots [][]string
		Tables            []Table
		Picture           template.URL
	}{l, paragraphs(l.Body), paragraphs(l.Foot), []Table{l.Places, l.Table}, "cid:" + codePicture})
	if err != nil {
		return "", fmt.Errorf("write the letter: %w", err)
	}
	return out.String(), nil
}

// plain says what the page says to who reads without HTML.
func (l Letter) plain() string {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	add(l.Body)
	if l.Button.URL != "" {
		add(l.Button.Text + "\n" + l.Button.URL)
	}
	add(l.Places.plain())
	add(l.Table.plain())
	if l.Transfer.Title != "" {
		add(l.Transfer.Title + "\n" + strings.Join(l.Transfer.Lines, "\n"))
	}
	add("-- \n" + l.Foot)
	return strings.Join(parts, "\n\n") + "\n"
}

func (t Table) plain() string {
	var rows []string
	if t.Heading != "" {
		rows = append(rows, t.Heading)
	}
	for _, r := range t.Rows {
		line := r.Text
		if r.Detail != "" {
			line += " (" + r.Detail + ")"
		}
		if r.Amount != "" {
			line += " : " + r.Amount
		}
		rows = append(rows, line)
	}
	return strings.Join(rows, "\n")
}
