package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"strings"
)

func main() {
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	fields := strings.Split(string(input), "\x00")
	for ; len(fields) >= 5; fields = fields[5:] {
		link, err := NewLeaveLink(LeaveLinkParams{
			Origin:       fields[0],
			List:         fields[1],
			Contact:      fields[2],
			Secret:       fields[3],
			MailtoDomain: fields[4],
		})
		if err != nil {
			fmt.Printf("refused\t%v\n", err)
			continue
		}
		fmt.Printf("made\t%s\t%s\t%s\n", link.URL, link.Headers["List-Unsubscribe"], link.Headers["List-Unsubscribe-Post"])
	}
}
