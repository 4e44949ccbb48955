"""Runs the commands of a Markdown page in order in one shell, and compares what they print with what the page shows.

    run_page.py PAGE START [SECTION]    START is a file with what the gateway printed at its start; G in the environment is its
                                        address. Of a page with other commands only the section with this title is run

A block marked `sh` is run. If another block follows it at once, that shows what the command prints:

- JSON, alone, after the headers of an answer or as the data of an event, has the same keys and types of values, and the same words
  such as AVAILABLE or link-not-ready. Other strings and numbers may differ.
- Of an answer with headers, the status is the same, and each header that is shown is there.
- Other text has the same lines, except for numbers and hex digits.

A command without such a block must not print a problem. A command must end with exit code 0.
A word with an ellipsis, such as lgk_… or op_…, stands for the last word printed so far that begins like it.
"""

import json
import os
import re
import subprocess
import sys
import textwrap

PAGE_ADDRESS = "http://localhost:8080"
END = "end-of-block"


class Shell:
    """One bash for the whole page, so that variables and aliases stay."""

    def __init__(self):
        self.bash = subprocess.Popen(
            ["bash"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.run("shopt -s expand_aliases")

    def run(self, commands):
        """What the commands print, and their exit code."""
        self.bash.stdin.write(f"{commands}\nprintf '\\n{END} %s\\n' $?\n")
        self.bash.stdin.flush()
        printed = []
        for line in self.bash.stdout:
            if line.startswith(END):
                return "".join(printed)[:-1], int(line.split()[1])
            printed.append(line)
        raise AssertionError("the shell ended")


def examples(page):
    """Each block of commands, with its line and the block that shows what it prints, if there is one."""
    blocks = list(re.finditer(r"^( *)```(\w*)\n(.*?)^\1```\n", page, re.MULTILINE | re.DOTALL))
    for block, following in zip(blocks, blocks[1:] + [None]):
        if block[2] == "sh":
            is_shown = following and following[2] != "sh" and not page[block.end():following.start()].strip()
            yield page.count("\n", 0, block.start()) + 2, content(block), content(following) if is_shown else None


def content(block):
    """What is in a block, which is indented if it is part of a list."""
    return textwrap.dedent(block[3])


def section(page, title):
    """The page with the other sections left empty, so that lines keep their numbers."""
    begin = page.index(f"\n## {title}\n")
    end = page.find("\n## ", begin + 1)
    return "\n" * page.count("\n", 0, begin) + page[begin:end if end >= 0 else len(page)]


def completed(commands, printed):
    """The commands, with the words that have an ellipsis replaced by words that were printed."""
    def last(match):
        words = re.findall(re.escape(match[1]) + r"\w+", printed)
        assert words, f"nothing that was printed begins with {match[1]}"
        return words[-1]
    return re.sub(r"\b(\w+)…", last, commands)


def compare(shown, actual):
    if shown.startswith("HTTP/"):
        compare_answers(shown, actual)
    elif shown.startswith("{"):
        compare_json(documents(shown), documents(actual), "$")
    else:
        for shown_line, actual_line in zip(shown.strip().splitlines(), actual.strip().splitlines(), strict=True):
            compare_lines(shown_line, actual_line)


def compare_answers(shown, actual):
    shown_head, _, shown_body = shown.partition("\n\n")
    actual_head, _, actual_body = actual.replace("\r\n", "\n").partition("\n\n")
    same(shown_head.split()[1], actual_head.split()[1], "the status")
    missing = names(shown_head) - names(actual_head)
    assert not missing, f"headers are missing: {missing}"
    if shown_body:
        compare(shown_body, actual_body)


def names(head):
    return {line.partition(":")[0].lower() for line in head.splitlines()[1:]}


def documents(text):
    """The JSON documents in a text, one after another."""
    found, rest = [], text.strip()
    while rest:
        document, end = json.JSONDecoder().raw_decode(rest)
        found.append(document)
        rest = rest[end:].strip()
    return found


# States of an operation: it begins at once, perhaps before it is shown.
UNFINISHED = ("QUEUED", "RUNNING")


def compare_json(shown, actual, where):
    same(type(shown), type(actual), f"the type of {where}")
    if isinstance(shown, dict):
        same(sorted(shown), sorted(actual), f"the keys of {where}")
        for key in shown:
            compare_json(shown[key], actual[key], f"{where}.{key}")
    elif isinstance(shown, list):
        same(len(shown), len(actual), f"the length of {where}")
        for index, entry in enumerate(shown):
            compare_json(entry, actual[index], f"{where}[{index}]")
    elif shown in UNFINISHED:
        assert actual in UNFINISHED, f"{where} is {actual}, and the page shows {shown}"
    elif isinstance(shown, bool) or isinstance(shown, str) and re.fullmatch("[A-Z_]+|[a-z-]+", shown):
        same(shown, actual, where)


def compare_lines(shown, actual):
    if shown.startswith("data: {"):
        compare_json(documents(shown[6:]), documents(actual[6:]), "the data")
    else:
        same(masked(shown), masked(actual), "the line")


def masked(line):
    return re.sub(r"[0-9a-f]{8,}|[0-9]+", "#", line).rstrip()


def same(shown, actual, what):
    assert shown == actual, f"{what} is {actual}, and the page shows {shown}"


def main(path, start, title=None):
    with open(path, encoding="utf-8") as page, open(start, encoding="utf-8", errors="replace") as output:
        page, printed = page.read().replace(PAGE_ADDRESS, os.environ["G"]), output.read()
    if title:
        page = section(page, title)
    shell, failures, count = Shell(), 0, 0
    for line, commands, shown in examples(page):
        actual = ""
        try:
            actual, exit_code = shell.run(completed(commands, printed))
            same(0, exit_code, "the exit code")
            if shown:
                compare(shown, actual)
            else:
                assert '"/problems/' not in actual, "the answer is a problem"
        except (AssertionError, ValueError) as failure:
            failures += 1
            print(f"{path}:{line}: {failure}\n{commands}prints:\n{actual}", file=sys.stderr)
        printed += actual
        count += 1
    print(f"{path}: {count} examples were run, {failures} failed")
    sys.exit(failures > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
