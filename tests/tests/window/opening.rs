//! The window opens, says what it is, and closes.

use feltmappen_proofs::{Home, Window};

#[tokio::test]
async fn a_fresh_home_opens_on_the_first_page() {
    let home = Home::new();
    let window = Window::open(&home).await;
    assert!(!window.heading().await.is_empty());
    assert_eq!(window.client.title().await.unwrap(), "Feltmappen", "a title never holds personal data");
    window.screenshot("first-page").await;
    assert_eq!(window.violations().await, []);
    window.zoom_to_200().await;
    assert_eq!(window.sideways_scroll().await, 0);
    window.screenshot("first-page-200").await;
    // One that is driven has storage, and may make its folder anew after the app has ended; what lay in it is gone.
    let planted = home.workspace().join("web-view/planted");
    std::fs::write(&planted, "kept by nobody").unwrap();
    window.close().await;
    assert!(!planted.exists(), "the web view's folder is removed");
}

#[tokio::test]
async fn a_window_that_nobody_drives_leaves_nothing_of_its_web_view() {
    let home = Home::new();
    home.opens_and_closes().await;
    assert!(home.workspace().is_dir());
    assert!(!home.workspace().join("web-view").exists(), "the web view's folder is removed");
}

#[tokio::test]
async fn what_fades_in_is_found_when_it_can_be_read() {
    let home = Home::new();
    let window = Window::open(&home).await;
    // Two fields whose names begin alike; they cannot be seen at first, as in a dialog that has just opened.
    let script = "const box = document.createElement('section');
        box.id = 'fades';
        for (const name of ['Prøve', 'Prøven igen']) {
            const label = document.createElement('label');
            const field = document.createElement('input');
            label.textContent = name;
            [field.id, label.htmlFor, field.value] = [name, name, name];
            box.append(label, field);
        }
        document.querySelector('main').prepend(box);
        const fade = () => box.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 400, easing: 'steps(1, end)' });
        fade();
        window.fadeAgain = fade;";
    window.run(script).await;
    assert!(window.wait_for("#fades").await.text().await.unwrap().contains("Prøven igen"), "its text can be read");
    window.run("window.fadeAgain()").await;
    assert_eq!(window.value("Prøve").await, "Prøve", "the first of the two");
    window.run("window.fadeAgain()").await;
    assert!(window.text_of("#fades").await.contains("Prøven igen"));
}

#[tokio::test]
async fn a_second_start_brings_the_first_window_to_the_front() {
    let home = Home::new();
    let window = Window::open(&home).await;
    let first = window.process();
    let second = home.command().status().unwrap();
    assert!(second.success(), "the second start hands over and ends");
    assert_eq!(window.process(), first);
    window.kill().await;
}

#[test]
fn without_a_screen_the_app_says_so_and_fails() {
    let home = Home::new();
    let output = home.command().env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert!(!output.status.success());
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert!(sentence.contains("skærm") && sentence.lines().count() == 1, "{sentence}");
}

#[test]
fn with_a_screen_that_is_not_there_the_app_says_so_and_fails() {
    let home = Home::new();
    let output = home.command().env("DISPLAY", ":987").env_remove("WAYLAND_DISPLAY").output().unwrap();
    assert!(!output.status.success());
    let sentence = String::from_utf8(output.stderr).unwrap();
    assert!(sentence.lines().any(|line| line.contains("forbindelse til skærmen")), "{sentence}");
}
