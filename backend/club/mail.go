package club

// Mail is how the club's mails go out and come in. The passwords are no settings:
// they never enter the database, its backups or the journal.
type Mail struct {
	Sending      bool     `json:"sending" doc:"What waits in the outbox leaves; else it is told by phone or letter"`
	SenderName   string   `json:"senderName" doc:"Empty for the club's name"`
	Sender       string   `json:"senderAddress"`
	ReplyTo      string   `json:"replyTo" doc:"Empty where answers come to the sender's address"`
	SealsTo      string   `json:"sealsTo" doc:"Where the seal of each closing goes; empty for nowhere"`
	SMTPHost     string   `json:"smtpHost"`
	SMTPPort     int      `json:"smtpPort"`
	SMTPSecurity Security `json:"smtpSecurity" enum:"tls,starttls,none"`
	SMTPUser     string   `json:"smtpUser" doc:"Empty for a server that asks for none"`

	Watching       bool     `json:"watching" doc:"The mailbox is read"`
	IMAPHost       string   `json:"imapHost"`
	IMAPPort       int      `json:"imapPort"`
	IMAPSecurity   Security `json:"imapSecurity" enum:"tls,starttls,none"`
	IMAPUser       string   `json:"imapUser"`
	Folder         string   `json:"folder" doc:"The one that is read"`
	CopySent       bool     `json:"copySent" doc:"A copy of what left goes into the mailbox"`
	SentFolder     string   `json:"sentFolder" doc:"For those copies; empty for the one the server calls Sent"`
	KeepMonths     int      `json:"keepMonths" doc:"How long mails that were dealt with are kept here; in the mailbox they stay"`
	TrustedServers []string `json:"trustedServers" nullable:"false" doc:"authserv-id (RFC 8601) of servers whose Authentication-Results are believed"`
	Addresses      []string `json:"addresses" nullable:"false" doc:"Where mails to the club go beside the sender, replyTo and imapUser: a payment notice to none of them settles nothing"`

	Notices
}

// Security is how a connection to a mail server is kept from being read.
type Security string

// The securities of a connection.
const (
	TLS      Security = "tls"      // from the first byte
	StartTLS Security = "starttls" // from a command on, which must be taken
	InClear  Security = "none"     // on this computer alone
)

// DefaultMail is the mail of a club that decided nothing yet: RFC 8314's ports.
func DefaultMail() Mail {
	return Mail{
		SMTPPort: 465, SMTPSecurity: TLS, IMAPPort: 993, IMAPSecurity: TLS,
		Folder: "INBOX", CopySent: true, TrustedServers: []string{}, Addresses: []string{}, KeepMonths: 12, Notices: DefaultNotices(),
	}
}
