<?php

// Makes a leave-this-list link and the two headers of one-click unsubscribe (RFC 8058).
// PHP 8 and nothing else; docs/link-format.md says what a link is made of.

declare(strict_types=1);

namespace LeaveThisList;

use InvalidArgumentException;

const MAILTO = '/^([a-z0-9]+([._-][a-z0-9]+)*@)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/Di';

// What must not be signed, since such a link could never work.
const CONTACT_FAULTS = [
    '/[<>()[\]{},;:\\\\"]/' => 'has a mark such as < , or : in it; give the address alone, such as mira@example.com',
    '/[\p{Z}\p{Cc}\p{Cf}\x{34F}\x{115F}\x{1160}\x{17B4}\x{17B5}\x{180B}-\x{180F}\x{3164}'
        . '\x{FE00}-\x{FE0F}\x{FFA0}\x{E0000}-\x{E0FFF}]/u' => 'has white space or an invisible character in it; remove it',
    '/@.*@/' => 'has more than one @; give one address',
    '/@\.|\.$/' => 'has a dot at an end of its domain; remove it',
    '/%(2[bde]|3\d|4[0-9a-f]|5[0-9af]|6[1-9a-f]|7[0-9a])/i' => 'is percent-encoded; decode it first',
    '/^[^@]*$|^@|@$/' => 'must be a Resend contact ID, or an email address',
    '/.{255}/' => 'has more than 254 bytes, which no mail server takes',
];
const SECRET_FAULTS = [
    '/^$/D' => 'is missing',
    '/[\s,]/' => 'has a comma or white space in it, and so looks like several',
    '/["\'`()[\]{}<>$;]/' => 'has a quote, a bracket, $ or ; in it, which shells and settings files change',
    '/[^!-~]/' => 'has a character outside printable ASCII',
    '/^[A-Za-z_][A-Za-z0-9_]*=[^=]/' => "starts with a variable's name and =",
    '/^.{1,31}$/' => 'must have at least 32 characters',
];

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
        throw new InvalidArgumentException(
            'list: must be a name from LISTS (a-z, 0-9, dashes, at most 40) or a segment ID',
        );
    }
    if ($mailtoDomain !== null && !preg_match(MAILTO, $mailtoDomain)) {
        throw new InvalidArgumentException('mailtoDomain: must be a domain alone, or an address such as u@acme.com');
    }
    if ($problem = problem(SECRET_FAULTS, $secret)) {
        throw new InvalidArgumentException("secret: {$problem}; use the first of the Worker's LINK_SECRETS");
    }
    $byId = isUuid(strtolower($contact));
    if ($byId) {
        $contact = strtolower($contact);
    } elseif ($problem = problem(CONTACT_FAULTS, $contact)) {
        throw new InvalidArgumentException("contact: {$problem}");
    }

    $mac = substr(hash_hmac('sha256', "leave:v1:{$list}:{$contact}", $secret, true), 0, 16);
    $who = $byId ? 'c' . base32(hex2bin(str_replace('-', '', $contact))) : 'e' . base32($contact);
    $ticket = $who . base32($mac);

    $url = "{$origin}/leave/{$list}/{$ticket}";
    $unsubscribe = "<{$url}>";
    // Only a contact ID and a list's name fit into the 64 characters before an address's @.
    if ($mailtoDomain !== null && $byId && !isUuid($list)) {
        $name = "{$list}.{$ticket}";
        $address = str_contains($mailtoDomain, '@')
            ? str_replace('@', "+{$name}@", $mailtoDomain)
            : "{$name}@{$mailtoDomain}";
        $length = strpos($address, '@');
        if ($length > 64) {
            throw new InvalidArgumentException(
                "list: makes the mailto: address {$length} characters long before its @, and 64 is the limit; "
                . "shorten the list's name, or leave mailtoDomain out",
            );
        }
        $unsubscribe .= ", <mailto:{$address}>";
    }

    return [
        'url' => $url,
        'headers' => [
            'List-Unsubscribe' => $unsubscribe,
            'List-Unsubscribe-Post' => 'List-Unsubscribe=One-Click',
        ],
    ];
}

/** @param array<string, string> $faults */
function problem(array $faults, #[\SensitiveParameter] string $text): ?string
{
    foreach ($faults as $pattern => $problem) {
        // False for what is not UTF-8.
        if (preg_match($pattern, $text) !== 0) {
            return $problem;
        }
    }

    return null;
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
