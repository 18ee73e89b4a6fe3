// How to label: the rules in short, beside the statement.

import { h } from "./dom.js";
import { allLabels, colour } from "./stances.js";

const MEANING = {
  condemning: "The speaker disapproves of a certain act, policy or actor, or blames somebody for it: condemns, accuses, calls it illegal, demands that a wrong stop, threatens an answer to it.",
  defending: "The speaker stands up for something that is, or could be, disputed: justifies it, denies or plays down a wrong, stands with an ally, praises a disputed act.",
  neutral: "Neither: facts and announcements, thanks, condolences, calls on all sides, worry that blames nobody, general aims, no comment.",
};

const STEPS = [
  ["Whose stance?", "The speaker’s. What is only passed on from others, and not taken over, is neutral."],
  ["Is something certain at issue?", "“We oppose war” names no act and is neutral; “this act of terror” does."],
  ["Blame?", "Condemning. “Concern” counts only with blame or a judgement."],
  ["Backing, excuse or denial?", "Defending, also without an adjective: “no soldier of ours was there”."],
  ["Both?", "The main point wins: what would the headline say? After “while …” or “although …”, the other part decides."],
  ["Turned by a “not”?", "“We do not condemn” is mostly neutral; “this is not aggression” is defending; “we cannot accept this” is condemning."],
  ["Demands", "To the wrongdoer, to undo or stop a wrong: condemning. To all sides, or for talks, an inquiry or access: neutral."],
  ["Threats and sanctions", "As an answer to an act: condemning. Without a wrong that is named: neutral."],
  ["Praise", "Of a disputed act or party: defending. Of a briefing, a colleague or routine work: neutral."],
  ["Irony and questions", "By what they mean."],
  ["Still undecided?", "Neutral, and write a note."],
];

/** The rules; of labels that are not the usual three only their names are known. */
export function guidelines() {
  const known = allLabels().every((label) => label in MEANING);
  return h("details.card.guidelines", { open: matchMedia("(min-width: 60rem)").matches },
    h("summary", {}, h("span", {}, "How to label")),
    h("p", {}, "Judge the words, not the country, the speaker or the war."),
    h("dl", {}, allLabels().map((label) => [h("dt", {}, h(`span.tag.${colour(label)}`, {}, label)), h("dd", {}, MEANING[label] ?? "As your own rules say.")])),
    known && h("h2", {}, "In doubt, in this order"),
    known && h("ol", {}, STEPS.map(([question, answer]) => h("li", {}, h("strong", {}, question), " ", answer))));
}
