// Sends one email with one-click unsubscribe. Run by `npm run test:sdks`.
// go get github.com/resend/resend-go/v3

package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/resend/resend-go/v3"
)

func main() {
	link, err := NewLeaveLink(LeaveLinkParams{
		Origin:       "https://acme.com",
		List:         "weekly",
		Contact:      "e169aa45-1ecf-4183-9955-b1499d5701d3",
		Secret:       os.Getenv("LINK_SECRET"),
		MailtoDomain: "leave.acme.com",
	})
	if err != nil {
		log.Fatal(err)
	}

	client := resend.NewClient(os.Getenv("RESEND_API_KEY"))
	sent, err := client.Emails.SendWithContext(context.Background(), &resend.SendEmailRequest{
		From:    "Acme <weekly@news.acme.com>",
		To:      []string{"reader@example.com"},
		Subject: "The case for one empty drawer",
		Html:    fmt.Sprintf(`<p>…</p><p><a href="%s">Unsubscribe</a></p>`, link.URL),
		Headers: link.Headers,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(sent.Id)
}
