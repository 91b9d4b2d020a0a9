<?php

// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// PHP 8 and nothing else; docs/link-format.md says what a link is made of.

declare(strict_types=1);

namespace LeaveThisList;

use InvalidArgumentException;

/**
 * @param string $origin where the Worker answers, such as https://acme.com
 * @param string $list a name from LISTS, or a segment ID
 * @param string $contact a Resend contact ID, or an email address
 * @param string $secret the first of the Worker's LINK_SECRETS
 * @param ?string $mailtoDomain the Worker's MAILTO_DOMAIN, if it has one
 *
 * @return array{url: string, headers: array<string, string>}
 */
function leaveLink(
    string $origin,
    string $list,
    string $contact,
    #[\SensitiveParameter] string $secret,
    ?string $mailtoDomain = null,
): array {
    if (!preg_match('~^(https://[a-z0-9.-]+|http://(localhost|127\.0\.0\.1|\[::1\]))(:\d+)?$~D', $origin)) {
        throw new InvalidArgumentException('origin: must be https and a host alone, such as https://acme.com');
    }
    if (!preg_match('/^[a-z0-9][a-z0-9-]{0,39}$/D', $list)) {
        throw new InvalidArgumentException('list: must be a name (a-z, 0-9, dashes, at most 40) or a segment ID');
    }
    if (!preg_match('/^.{32,}$/Dsu', $secret)) {
        throw new InvalidArgumentException('secret: must have at least 32 characters');
    }
    $byId = isUuid(strtolower($contact));
    if ($byId) {
        $contact = strtolower($contact);
    } elseif (
        strlen($contact) > 254
        || !preg_match('/^[^\p{Z}\p{Cc}\x{FEFF}]+@[^\p{Z}\p{Cc}\x{FEFF}@]+$/Du', $contact)
    ) {
        throw new InvalidArgumentException('contact: must be a Resend contact ID or an email address');
    }

    $mac = substr(hash_hmac('sha256', "leave:v1:{$list}:{$contact}", $secret, true), 0, 16);
    $who = $byId ? 'c' . base32(hex2bin(str_replace('-', '', $contact))) : 'e' . base32($contact);
    $ticket = $who . base32($mac);

    $url = "{$origin}/leave/{$list}/{$ticket}";
    $unsubscribe = "<{$url}>";
    // Only a contact ID and a list's name fit into the 64 characters before an address's @.
    if ($mailtoDomain !== null && $byId && !isUuid($list)) {
        if (strlen("{$list}.{$ticket}") > 64) {
            throw new InvalidArgumentException('list: must have at most 10 characters to fit into a mailto:');
        }
        $unsubscribe .= ", <mailto:{$list}.{$ticket}@{$mailtoDomain}>";
    }

    return [
        'url' => $url,
        'headers' => [
            'List-Unsubscribe' => $unsubscribe,
            'List-Unsubscribe-Post' => 'List-Unsubscribe=One-Click',
        ],
    ];
}

function isUuid(string $text): bool
{
    return preg_match('/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/D', $text) === 1;
}

function base32(string $bytes): string
{
    $bits = '';
    foreach (str_split($bytes) as $byte) {
        $bits .= sprintf('%08b', ord($byte));
    }
    $text = '';
    foreach (str_split($bits, 5) as $digit) {
        $text .= 'abcdefghijklmnopqrstuvwxyz234567'[bindec(str_pad($digit, 5, '0'))];
    }

    return $text;
}
