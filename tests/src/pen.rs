//! A hand with a pen: a line is drawn on the screen as a mouse, a finger or a pen would draw it.

use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};

use crate::Window;

/// The letters of a signature, as far across the field and down it as they reach, in hundredths.
const STROKES: [&[(f64, f64)]; 2] = [
    &[(15.0, 70.0), (22.0, 30.0), (28.0, 72.0), (34.0, 50.0), (40.0, 68.0), (46.0, 48.0), (52.0, 70.0)],
    &[(60.0, 35.0), (58.0, 75.0), (68.0, 45.0), (74.0, 66.0), (82.0, 52.0)],
];

impl Window {
    /// Signs in the first element that fits.
    pub async fn sign_in(&self, css: &str) {
        self.wait_for(css).await;
        let script = format!("document.querySelector('{css}').scrollIntoView({{ block: 'center' }})");
        self.run(&script).await;
        self.stand_still().await;
        let script = format!(
            "const b = document.querySelector('{css}').getBoundingClientRect(); return [b.x, b.y, b.width, b.height]"
        );
        let field = self.run(&script).await;
        let [x, y, width, height] = [0, 1, 2, 3].map(|at| field[at].as_f64().expect("a place"));
        for stroke in STROKES {
            let mut hand = MouseActions::new("hand".to_owned());
            for (at, (across, down)) in stroke.iter().enumerate() {
                let (x, y) = (x + width * across / 100.0, y + height * down / 100.0);
                hand = hand.then(PointerAction::MoveTo { duration: Some(Duration::ZERO), x: x.round(), y: y.round() });
                if at == 0 {
                    hand = hand.then(PointerAction::Down { button: MOUSE_BUTTON_LEFT });
                }
            }
            hand = hand.then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
            self.client.perform_actions(hand).await.expect("a line can be drawn");
        }
    }
}
