//! Thoughts of suicide in words that no phrase can hold: wishes not to wake, to live or to be, sayings that count word for word, and
//! despair that is all that somebody writes.

use super::exact::Exact;
use super::segment::one_of;
use super::who::CHILDREN;
use super::words::{Kind, Token, tokens};
use std::ops::Range;
use std::sync::LazyLock;

/// Verbs of wishing, of what is to come, of doing it, and of thinking of it.
const WISHES: &str = "want wants wanted wanna wish wishes hope hopes hoping rather pray praying longing tempted";
const INTENDS: &str = "going gonna about ready will i'll";
const ABOUT_TO: &str = "going gonna about ready want wants wanna tempted";
const THINKS: &str = "thinking think thought thoughts plan plans planning planned consider considering imagining imagine dream dreaming fantasise \
fantasising fantasizing urge";
/// Who intends it: "the rash will disappear" is no intention.
const PERSONS: &str = "i i'm im i've i'll he he's hes she she's shes they we";
/// What may stand between such a verb and what is wished.
const BETWEEN: &str = "to i i'd id could can would just only really simply please so that and then go going fall falling drift sleep sleeping \
asleep off lie down be able of about was were tonight peacefully quietly ever never had";
/// What is wished by one who does not want to live, where nothing follows that makes another thing of it.
const ENDS: &str = "never wake up/never waking up/not wake up/not waking up/never wake/not wake/don't wake up/didn't wake up/\
won't wake up/wouldn't wake up/doesn't wake up/sleep forever/sleep for ever/asleep forever/stay asleep forever/not exist/not be/\
not be alive/not be here/not be around/stop existing/cease to exist/be dead/was dead/were dead/wasn't alive/weren't alive/wasn't here/\
weren't here/wasn't born/was never born/had never been born/hadn't been born/didn't exist/end it/end it all/end things/end everything/\
end my life/end this life/end myself/ending it/ending it all/ending things/ending my life/disappear/disappear forever/vanish/be no more/\
leave this world/leave this earth/leave this life/be put out of my misery/take my life/take my own life/not to wake up/not to be here/\
not to be alive/not to exist/never to wake up/end my own life";
/// What is intended.
const INTENDED: &str = "end it/end it all/end things/end everything/end my life/end my own life/end this life/end myself/take my life/\
take my own life";
/// The same, with a means.
const MEANS: &str = "take all my pills/take all my tablets/take all the pills/take all the tablets/take all of my pills/\
take all of my tablets/take them all/take the whole bottle/take the lot/swallow all my pills/swallow all my tablets/\
swallow all the pills/swallow all of them/swallow them all/swallow the lot/take an overdose/overdose/od/jump off/jump";
/// What is thought of.
const THOUGHTS: &str = "ending it/ending it all/ending things/ending everything/ending my life/ending my own life/ending this life/\
taking my life/taking my own life/end it/end it all/end my life/not being here/not being alive/not being around/not waking up/\
never waking up/how to end it/ways to end it";
/// What one does who lives on; not to want to is the same wish.
const LIVES_ON: &str = "wake up/live/exist/be here/be alive/be around/go on/carry on/go on living/keep living/keep going/see tomorrow/\
be in this world/be on this earth/be a part of this world";
/// What may follow a wish without making another of it: "I want to disappear", but not "I want to disappear into a book".
const CLOSING: &str =
    "again anymore any ever forever all now tonight tomorrow today here so because and but please or i it i'm im cos since if no off";
/// After these it goes on all the same.
const FURTHER: &str = "in the morning/at all/any more/with this life/like this/in this world";

/// Said in these words, it is meant.
const SAID: &str = "kill myself/killing myself/kill meself/kill my self/off myself/offing myself/top myself/topping myself/do myself in/\
end myself/sewerslide/sewer slide/kms/commit suicide/committing suicide/take my own life/taking my own life/better off without me/\
better without me/happier without me/easier without me/happier if i were gone/better off if i was gone/better off if i were gone/\
better off if i was dead/better off if i were dead/rid of me for good/rid of me forever/better off dead/rather be dead/wish i was dead/\
wish i were dead/wish i were never born/don't deserve to live/do not deserve to live/don't deserve to be alive/shouldn't be alive/\
should not be alive/should never have been born/no reason to live/no reason to go on/no reason to be alive/no reason to carry on/\
no reason to wake up/nothing to live for/nothing left to live for/no point in living/no point living/no point in being alive/\
no point going on/no point carrying on/point of living/point in living/point of being alive/point in being alive/tired of being alive/\
tired of life/tired of existing/sick of life/sick of living/hate being alive/done with life/done with living/done with this life/\
done with this world/through with life/had enough of life/had enough of living/had enough of this life/can't live anymore/\
can't live any more/cannot live anymore/can't live any longer/don't belong in this world/don't belong on this earth/\
nobody would miss me/no one would miss me/nobody would notice if i was gone/nobody would notice if i died/nobody would care if i died/\
no one would care if i died/nobody would care if i was gone/nobody would notice if i disappeared/who would miss me/\
won't have to worry about me/won't need to worry about me/this is my last message/this is my last day/my last night on earth/\
my last day on earth/this is goodbye/this is my goodbye/this is the end for me/want the pain to end forever/painless way to die/\
painless ways to die/easiest way to die/easy way to die/best way to die/quickest way to die/quick way to die/least painful way to die/\
ways to die/ways to end it/how to die/ready to die/want to die/wants to die/wanna die/wanting to die/wish i could die/wish i would die/\
wish i'd die/hope i die/let me die/rather die/just die already/wouldn't mind dying/wouldn't care if i died/don't care if i die/\
don't care if i live or die/don't care whether i live or die/daydream about dying/given away my things/gave my things away/\
gave my stuff away/gave away my things/gave all my things away/gave away all my things/giving my things away/giving away my things/\
giving all my things away/giving away all my things/given all my things away/given my things away/gave away my belongings/\
giving away my belongings/gave my belongings away/gave away my possessions/giving away my possessions/unalive myself/unaliving myself/\
want to be gone/wish i was gone/wish i were gone";
/// Means, and what is done before.
const PLANNED: &str = "going to kill myself/gonna kill myself/will kill myself/about to kill myself/i'll kill myself/hang myself/\
hanging myself/shoot myself/shooting myself/drown myself/drowning myself/stab myself/gas myself/throw myself off/throw myself under/\
throw myself in front/throwing myself off/throwing myself in front/jump off a bridge/jump off the bridge/jumping off a bridge/\
jumping off the bridge/jump off the roof/jumping off the roof/jump off a building/jumping off a building/jump in front of a train/\
jump in front of the train/jumping in front of a train/jumping in front of a car/jump under a train/jump out of the window/\
jump out the window/jumping out of the window/walk in front of a train/walking in front of a train/walk in front of a car/\
walk in front of a bus/walking into traffic/step in front of a train/gun to my head/gun in my mouth/rope round my neck/\
rope around my neck/noose/cut my wrists/cutting my wrists/slit my wrists/slit my throat/cut my throat/suicide note/suicide letter/\
goodbye letter/goodbye letters/goodbye note/goodbye notes/farewell letter/farewell letters/letters to say goodbye/letter to say goodbye/\
tablets saved up/pills saved up/saved up my tablets/saved up my pills/saved up enough tablets/saved up enough pills/saved enough pills/\
saved enough tablets/been saving my pills/been saving my tablets/been saving pills/been saving tablets/been saving up pills/\
been saving up tablets/been hoarding pills/been hoarding my pills/been hoarding tablets/been stockpiling pills/been stockpiling my meds/\
pills stashed/tablets stashed/enough pills to kill/enough tablets to kill/enough pills to end/enough tablets to end/does it take to die/it takes to die/\
would it take to die/do i need to die/would be enough to kill me/about to overdose/made up my mind to die/decided to die/\
decided to end it/plan to end it/plan to die/planning to die/plan to kill myself/planned my suicide/planning my suicide/\
planned my death/planning my death/a way to kill myself/know how i'll do it/know how i will do it/know how i would do it/\
know how i'd do it/tried to end it/tried to end my life/tried to die/ending it tonight/end it tonight/end it all tonight/\
ending my life tonight/tonight is the night i die";
/// Questions that are asked for a child, too.
const DOSES: &str = "lethal dose of/fatal dose of/lethal amount of/how many pills would kill/how many tablets would kill/\
how many pills will kill/how many tablets will kill/how much would it take to kill";
/// Despair that counts where nothing else is the matter in the text.
const ALONE: &str = "written letters to everyone/wrote letters to everyone/standing on a bridge/standing on the bridge/standing on the roof/on the edge of the roof/sitting on the roof/\
can't do this anymore/cannot do this anymore/can't do this any more/can't do this any longer/can't go on/\
cannot go on/can't go on anymore/can't go on like this/can't carry on/can't take it anymore/can't take it any more/\
can't take this anymore/can't take life anymore/can't live like this/i give up/giving up on everything/i'm done/i am done/i want out/\
i want it to stop/i want it to end/i want it all to stop/i want it all to end/i just want it to stop/i just want it to end/\
i just want it all to end/i just want it all to stop/want the pain to stop forever/make it stop/no way out/don't see a way out/\
can't see a way out/goodbye everyone/goodbye everybody/goodbye world/goodbye cruel world/tell my family i love them/\
tell my mum i love her/tell my kids i love them/it will all be over soon/it'll all be over soon/soon it will all be over/\
soon it will be over/soon it'll be over/i want to be with my late wife/i want to be with my late husband/there's no point anymore/\
there is no point anymore/no point anymore/no point any more/what's the point anymore/what's the point of anything/\
nothing matters anymore/i'm a burden/i am a burden/i'm just a burden/i'm a burden to everyone/i am a burden to everyone/\
i don't want this life/i don't want this life anymore/i have a plan/i have the rope/i have a gun/i have a rope/i have the pills/\
the rope is ready/rope is ready/the pills are ready/hate my life/hate living/won't be here tomorrow/won't be around tomorrow/\
won't be around much longer/won't be here much longer/won't see tomorrow";
/// Words of weight that may stand beside despair and make nothing else of it.
const BESIDE: &str = "sorry help life living tired everything anything nothing everyone everybody nobody much too hard alone lonely longer more tonight \
think feel feeling know want all mum dad family love goodbye bye one over end point world people me left ready honestly sad empty hopeless lost \
broken kids";
/// Before these nothing is meant: "I nearly killed myself laughing".
const JOKES: &str = "laughing/for a coffee/for a beer/of boredom/of embarrassment";

static SAYINGS: LazyLock<Exact> = LazyLock::new(|| exact(SAID));
static PLANS: LazyLock<Exact> = LazyLock::new(|| exact(PLANNED));
static ASKED_DOSES: LazyLock<Exact> = LazyLock::new(|| exact(DOSES));
static DESPAIR: LazyLock<Exact> = LazyLock::new(|| exact(ALONE));

fn exact(list: &str) -> Exact {
    let mut exact = Exact::default();
    list.split('/').for_each(|phrase| exact.learn_all(0, &tokens(phrase)));
    exact
}

/// Where somebody says that they do not want to live.
pub(crate) fn wishes(words: &[Token]) -> Vec<Range<usize>> {
    let mut all = said(words, &SAYINGS);
    for at in 0..words.len() {
        let intended = || wished(words, at, INTENDS, INTENDED).filter(|_| is_persons(words, at));
        let thought = || wished(words, at, THINKS, THOUGHTS);
        all.extend(wished(words, at, WISHES, ENDS).or_else(intended).or_else(thought).or_else(|| unwanted(words, at)));
    }
    all.extend(alone(words));
    all
}

/// Where somebody tells of a means or a plan.
pub(crate) fn plans(words: &[Token]) -> Vec<Range<usize>> {
    let mut all = said(words, &PLANS);
    let of_child = words.iter().any(|t| one_of(CHILDREN, &t.word));
    all.extend(said(words, &ASKED_DOSES).into_iter().filter(|_| !of_child));
    all.extend((0..words.len()).filter_map(|at| wished(words, at, ABOUT_TO, MEANS)));
    all
}

fn said(words: &[Token], sayings: &Exact) -> Vec<Range<usize>> {
    let range = |(_, tokens): (usize, Vec<usize>)| Some(*tokens.first()?..tokens.last()? + 1);
    sayings.find(words).filter_map(range).filter(|range| !JOKES.split('/').any(|joke| says(words, range.end, joke))).collect()
}

/// Whether the words of `phrase` stand in a row from `at` on, with or without their apostrophes.
fn says(words: &[Token], at: usize, phrase: &str) -> bool {
    let letters = |word: &str| word.bytes().filter(|b| *b != b'\'').collect::<Vec<u8>>();
    phrase.split(' ').enumerate().all(|(i, part)| words.get(at + i).is_some_and(|t| letters(&t.word) == letters(part)))
}

fn longest(words: &[Token], at: usize, list: &str) -> Option<usize> {
    list.split('/').filter(|phrase| says(words, at, phrase)).map(|phrase| phrase.split(' ').count()).max()
}

/// "I want to go to sleep and never wake up"
fn wished(words: &[Token], at: usize, verbs: &str, ends: &str) -> Option<Range<usize>> {
    if !one_of(verbs, &words[at].word) {
        return None;
    }
    let between = |i: usize| one_of(BETWEEN, &words[i].word) || words[i].kind == Kind::Comma;
    let starts = (at + 1..words.len().min(at + 11)).take_while(|&from| from == at + 1 || between(from - 1));
    let end = starts.filter_map(|from| Some(from + longest(words, from, ends)?)).find(|&end| is_closed(words, end))?;
    Some(at..end)
}

/// Whether the verb at `at` is a person's: in "going to end it" nobody else's.
fn is_persons(words: &[Token], at: usize) -> bool {
    at == 0 || words[at.saturating_sub(3)..=at].iter().any(|t| one_of(PERSONS, &t.word))
}

/// "I don't want to wake up", "no longer wish to live"
fn unwanted(words: &[Token], at: usize) -> Option<Range<usize>> {
    if !words[at].kind.negates() {
        return None;
    }
    let wish = (at + 1..words.len().min(at + 4)).find(|&i| one_of("want wants wanna wanted wish", &words[i].word))?;
    let live = wish + 1 + usize::from(words.get(wish + 1).is_some_and(|t| t.word == "to"));
    let end = live + longest(words, live, LIVES_ON)?;
    is_closed(words, end).then_some(at..end)
}

fn is_closed(words: &[Token], end: usize) -> bool {
    let closes = |next: &Token| next.kind.is_mark() || one_of(CLOSING, &next.word);
    words.get(end).is_none_or(closes) || FURTHER.split('/').any(|phrase| says(words, end, phrase))
}

/// Despair that is all that is said.
fn alone(words: &[Token]) -> Vec<Range<usize>> {
    let found = said(words, &DESPAIR);
    let within = |at: usize| found.iter().any(|range| range.contains(&at));
    let beside = |at: usize| words[at].kind != Kind::Content || one_of(BESIDE, &words[at].word);
    if (0..words.len()).all(|at| within(at) || beside(at)) { found } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::words::tokens;
    use super::*;

    #[test]
    fn a_wish_not_to_be_is_heard_in_many_words() {
        for text in [
            "I want to go to sleep and never wake up",
            "i just want to fall asleep tonight and not wake up",
            "I hope I don't wake up tomorrow",
            "I don't want to wake up",
            "I do not want to be here any more",
            "no longer wish to live",
            "I wish I was never born",
            "I wish I didn't exist",
            "going to end it all",
            "I just want to disappear",
            "I'd rather be dead",
            "I can't do this anymore",
            "I'm done. I'm so tired. I'm sorry",
            "everyone would be better off without me",
        ] {
            assert!(!wishes(&tokens(text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn other_wishes_and_other_despair_are_none() {
        for text in [
            "I want the rash to disappear",
            "I don't want to wake up the baby",
            "I hope I don't wake up with a headache again",
            "I want my baby to sleep and not wake up every hour",
            "I want to end it with my boyfriend",
            "I hope the rash will disappear",
            "I have a wart and I want it to be gone",
            "I take all my pills every morning",
            "I slept like I was dead",
            "I can't do this anymore, my knee hurts when I run",
            "I don't want to live in pain",
            "I would like to not be sick at the wedding",
            "I nearly killed myself laughing",
            "I want to kill my boss",
            "my phone is dead",
            "I am not going to be dead on my feet again",
        ] {
            assert!(wishes(&tokens(text)).is_empty() && plans(&tokens(text)).is_empty(), "{text}");
        }
    }
}
