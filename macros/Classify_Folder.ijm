// Classifies every image of a folder with a classification model and writes a table.
//
// Headless: java -jar COVER_.jar --headless -macro Classify_Folder.ijm "images,model.cover,table.csv"
//
// Argument: folder of images, model file and table, with commas between; without it, it asks.

argument = getArgument();
if (argument == "") {
    input = getDirectory("Folder of images");
    model = File.openDialog("Classification model (.cover)");
    table = input + "classes.csv";
} else {
    parts = split(argument, ",");
    if (parts.length != 3) {
        exit("The argument must be folder,model.cover,table.csv but is " + argument);
    }
    input = parts[0];
    model = parts[1];
    table = parts[2];
}
run("COVER Classify...", "input=[" + input + "] model=[" + model + "] output=[" + table + "]");
