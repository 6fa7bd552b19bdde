//! The model behind its queue.

use ai::{EmbedError, State, Worker};

use crate::{ENCODER, encoder_dir};

#[tokio::test]
async fn a_worker_answers_what_the_encoder_answers() {
    let worker = Worker::start(encoder_dir(), 2, 64);
    let version = ENCODER.version().to_owned();
    assert_eq!(worker.ready().await, State::Ready { version });
    let requests: Vec<_> = (0..20)
        .map(|n| {
            let worker = worker.clone();
            tokio::spawn(async move { worker.embed(vec![format!("pain for {n} days"), "cough".to_owned()]).await })
        })
        .collect();
    for (n, request) in requests.into_iter().enumerate() {
        let expected = ENCODER.encode(&[&format!("pain for {n} days"), "cough"]).unwrap();
        assert_eq!(request.await.unwrap(), Ok(expected));
    }
}

#[tokio::test]
async fn more_requests_than_the_queue_holds_are_refused_as_busy() {
    let worker = Worker::start(encoder_dir(), 1, 2);
    worker.ready().await;
    let requests: Vec<_> = (0..50)
        .map(|_| {
            let worker = worker.clone();
            tokio::spawn(async move { worker.embed(vec!["pain ".repeat(200)]).await })
        })
        .collect();
    let mut answers = Vec::new();
    for request in requests {
        answers.push(request.await.unwrap());
    }
    assert!(answers.iter().any(Result::is_ok));
    assert!(answers.contains(&Err(EmbedError::Busy)));
    assert!(answers.iter().all(|answer| matches!(answer, Ok(_) | Err(EmbedError::Busy))));
}

#[tokio::test]
async fn a_worker_without_its_files_is_off_and_says_why() {
    let worker = Worker::start("/nonexistent".into(), 2, 4);
    let State::Off { reason } = worker.ready().await else { panic!("it should be off") };
    assert!(reason.contains("/nonexistent/tokenizer.json"), "{reason}");
    assert_eq!(worker.embed(vec!["pain".to_owned()]).await, Err(EmbedError::Off(reason)));
}
