//! How far eight bits take us from the published network.

use ai::{Embedding, WIDTH};
use candle_core::{DType, Device, Tensor};
use candle_nn::VarBuilder;
use candle_transformers::models::bert::{BertModel, Config};
use tokenizers::Tokenizer;

use crate::{ENCODER, encoder_dir};

/// What people write who feel unwell, of many lengths.
const SENTENCES: [&str; 44] = [
    "my head hurts",
    "fever and chills",
    "Bauchschmerzen seit gestern",
    "can't sleep",
    "I feel sick to my stomach and I have thrown up three times since this morning.",
    "There is a dull ache in my lower back that gets worse when I sit for long.",
    "my left knee is swollen and warm",
    "Sharp pain in the chest when I breathe in",
    "I have had a cough for two weeks, with yellow phlegm, and now I am short of breath when I climb stairs.",
    "burning when I pee",
    "My skin itches all over, mostly at night, and nothing helps.",
    "sudden weakness in my right arm and my speech is slurred",
    "I am dizzy when I stand up",
    "red eye, watery, feels like sand in it",
    "sore throat, no fever, hurts to swallow",
    "My heart races for no reason and I get sweaty hands, usually in the evening after work.",
    "the baby has not had a wet nappy since last night and she is very sleepy",
    "tingling fingers",
    "I twisted my ankle playing football yesterday; it is blue and I cannot put weight on it.",
    "No appetite, I lost six kilos in two months without trying.",
    "blood in my stool, bright red, on the paper",
    "Pressure behind the eyes, blocked nose, and my teeth ache when I bend forward.",
    "I'm so tired that I fall asleep at my desk, even after nine hours in bed",
    "ringing in my ears since the concert on Saturday",
    "I take metformin and lisinopril, my blood sugar was 14 this morning and I feel thirsty all the time.",
    "cramps before my period that are so strong that I have to lie down",
    "a mole on my shoulder has changed its colour and bleeds sometimes",
    "Everything seems pointless lately. I don't enjoy things any more and I wake up at four every night.",
    "stung by a wasp, my lip is swelling and my throat feels tight!!!",
    "pain behind the ear with a fever of 39.5 °C",
    "I can't catch my breath",
    "not in pain, only numb from the knee down",
    "My mother (82) fell in the bathroom and has been confused since then.",
    "heartburn after coffee and spicy food",
    "migraine with flickering lights, then half of my face goes numb for twenty minutes",
    "stiff neck",
    "My toe is red, hot and so sore that even the bed sheet hurts; it started overnight after a big dinner with wine.",
    "itchy rash in the folds of the elbows, had it as a child too",
    "diarrhoea since we came back from Egypt, five times a day, watery, with cramps but no blood",
    "hands shake when I hold a cup",
    "vision went dark in one eye like a curtain coming down, it came back after ten minutes",
    "I have a lump in my breast, it does not hurt, and I noticed it about three weeks ago in the shower.",
    "ACHES everywhere, shivering, 38.9",
    "is it normal that my gums bleed each time I brush my teeth?",
];

/// The published network and its words, in f32 throughout.
struct Reference {
    model: BertModel,
    tokenizer: Tokenizer,
}

impl Reference {
    fn load() -> Self {
        let dir = encoder_dir();
        let weights = std::fs::read(dir.join(ai::MODEL_FILE)).unwrap();
        let builder = VarBuilder::from_buffered_safetensors(weights, DType::F32, &Device::Cpu).unwrap();
        let config = Config { vocab_size: 30_522, hidden_size: WIDTH, num_hidden_layers: 6, intermediate_size: 1536, ..Config::default() };
        let mut tokenizer = Tokenizer::from_file(dir.join(ai::TOKENIZER_FILE)).unwrap();
        tokenizer.with_padding(None).with_truncation(None).unwrap();
        Self { model: BertModel::load(builder, &config).unwrap(), tokenizer }
    }

    /// Mean of the last layer, as sentence-transformers does it.
    fn encode(&self, text: &str) -> Embedding {
        let pieces = self.tokenizer.encode(text, true).unwrap();
        let ids = Tensor::new(pieces.get_ids(), &Device::Cpu).unwrap().unsqueeze(0).unwrap();
        let rows = self.model.forward(&ids, &ids.zeros_like().unwrap(), None).unwrap();
        let mean = rows.squeeze(0).unwrap().mean(0).unwrap().to_vec1::<f32>().unwrap();
        Embedding::from_values(mean.try_into().unwrap()).unwrap()
    }
}

#[test]
fn eight_bits_stay_near_the_published_network() {
    let reference = Reference::load();
    let long = ["sore throat and cough ".repeat(15), SENTENCES.join(" ").chars().take(900).collect()];
    let texts: Vec<&str> = SENTENCES.into_iter().chain(long.iter().map(String::as_str)).collect();
    let cosines: Vec<f32> = texts.iter().map(|text| ENCODER.encode(&[text]).unwrap()[0].cosine(&reference.encode(text))).collect();
    for (text, cosine) in texts.iter().zip(&cosines) {
        assert!(*cosine > 0.99, "{text}: {cosine}");
    }
    let mean = cosines.iter().sum::<f32>() / cosines.len() as f32;
    assert!(mean > 0.995, "{mean}");
}

#[test]
fn what_is_alike_stays_alike() {
    let reference = Reference::load();
    let (ours, theirs) = (ENCODER.encode(&SENTENCES).unwrap(), SENTENCES.map(|text| reference.encode(text)));
    for (i, j) in (0..SENTENCES.len()).flat_map(|i| (0..i).map(move |j| (i, j))) {
        let off = ours[i].cosine(&ours[j]) - theirs[i].cosine(&theirs[j]);
        assert!(off.abs() < 0.05, "{} / {}: {off}", SENTENCES[i], SENTENCES[j]);
    }
}
